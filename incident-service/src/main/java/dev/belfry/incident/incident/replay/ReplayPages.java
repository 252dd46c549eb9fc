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
import java.util.Objects;

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

    /** What is wrong with the draft is shown in its form, which keeps what was typed. */
    private Future<PageReply> replay(PageCall call) {
        return pages.typed(call).compose(typed -> {
            var id = typed.rule() == null ? ids.next() : typed.rule().id();
            return commands.draft(id, typed.wanted(), call.principal().name()).compose(drafted -> switch (drafted) {
                case RuleCommands.Drafted.Ready ready ->
                    queries.replay(ready.rule(), DAYS).<PageReply>map(found -> {
                        Map<String, Object> params = new HashMap<>();
                        params.put("replay", found);
                        params.put(
                                "name", Objects.requireNonNullElse(ready.rule().name(), ""));
                        return new Page("Replay: " + ready.rule().name(), "event-rules", "replay.jte", params);
                    });
                case RuleCommands.Drafted.Wrong wrong -> pages.again(typed, wrong.why());
            });
        });
    }
}
