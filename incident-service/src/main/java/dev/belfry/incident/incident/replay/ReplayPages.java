package dev.belfry.incident.incident.replay;

import dev.belfry.incident.signal.rule.RuleCommands;
import dev.belfry.incident.signal.rule.RulePages;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A draft of an event rule, tried on the last days before it is saved. */
public final class ReplayPages {
    private static final int DAYS = 7;

    private final ReplayQueries queries;
    private final RuleCommands commands;
    private final RulePages pages;
    private final Ids ids;

    public ReplayPages(ReplayQueries queries, RuleCommands commands, RulePages pages, Ids ids) {
        this.queries = queries;
        this.commands = commands;
        this.pages = pages;
        this.ids = ids;
    }

    public void on(Console console) {
        console.post("/event-rules/replay", Role.MANAGER, this::replay);
    }

    /** As a part of the form's page, or as a page of its own where there is no script. Nothing typed is lost. */
    private Future<PageReply> replay(PageCall call) {
        var part = call.context().request().headers().contains("HX-Request");
        return pages.typed(call).compose(typed -> {
            var id = typed.rule() == null ? ids.next() : typed.rule().id();
            return commands.draft(id, typed.draft(), call.principal().name()).compose(drafted -> switch (drafted) {
                case RuleCommands.Drafted.Ready ready ->
                    queries.replay(ready.rule(), DAYS, call.view().zone())
                            .map(found -> page(ready.rule().name(), found, "", part));
                case RuleCommands.Drafted.Wrong wrong ->
                    part
                            ? Future.succeededFuture(page("", null, wrong.why().reason(), true))
                            : pages.again(typed, wrong.why());
            });
        });
    }

    private static PageReply page(String name, @Nullable ReplayView found, String problem, boolean part) {
        Map<String, Object> params = new HashMap<>();
        params.put("replay", found);
        params.put("name", name);
        params.put("problem", problem);
        params.put("part", part);
        return new Page("Replay: " + name, "event-rules", "replay.jte", params);
    }
}
