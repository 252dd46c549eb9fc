package dev.belfry.incident.incident.replay;

import dev.belfry.incident.signal.rule.Outcome;
import dev.belfry.incident.signal.rule.RuleCommands;
import dev.belfry.incident.signal.rule.RuleRoutes;
import dev.belfry.incident.signal.rule.Wanted;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replays over the API. */
public final class ReplayRoutes {
    private static final int DAYS = 7;

    private final ReplayQueries queries;
    private final RuleCommands commands;

    private record ReplayInput(
            @Nullable UUID replaces,
            @Nullable Integer days,
            @Nullable String timeZone,
            Wanted rule) {}

    public ReplayRoutes(ReplayQueries queries, RuleCommands commands) {
        this.queries = queries;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("replayEventRule", Role.MANAGER, this::replay);
    }

    private Future<Reply> replay(Call call) {
        var input = call.body(ReplayInput.class);
        var zone = input.timeZone() == null ? "UTC" : input.timeZone();
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            return Future.succeededFuture(RuleRoutes.unprocessable(
                    new Outcome.Invalid("timeZone", "There is no such time zone; write one such as Europe/Berlin."),
                    "#/"));
        }
        var id = input.replaces() == null ? call.newId() : input.replaces();
        return commands.draft(id, input.rule(), call.principal().name()).compose(drafted -> switch (drafted) {
            case RuleCommands.Drafted.Ready ready ->
                queries.replay(ready.rule(), input.days() == null ? DAYS : input.days(), ZoneId.of(zone))
                        .map(Reply::ok);
            case RuleCommands.Drafted.Wrong wrong ->
                Future.succeededFuture(RuleRoutes.unprocessable(wrong.why(), "#/rule/"));
        });
    }
}
