package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Restarts escalations that still follow an older version of a policy, so that they follow the current one. */
public final class ApplyCommands {
    /** Restarting more at once would page too many people; the rest can be restarted next. */
    public static final int MOST = 50;

    private final Database database;
    private final AskCommands asks;

    ApplyCommands(Database database, AskCommands asks) {
        this.database = database;
        this.asks = asks;
    }

    /**
     * What became of it.
     *
     * @param kept why some go on as they were
     */
    public record Applied(int restarted, List<String> kept) {}

    /** How many escalations follow a version before this one, counted up to {@link #MOST} + 1. */
    public Future<Integer> behind(UUID policy, long version) {
        return EscalationStore.behind(database::query, policy, version, MOST + 1)
                .map(List::size);
    }

    /** Restarts them one after the other; each may be refused for a reason of its own, as a restart by hand may. */
    public Future<Applied> apply(Caller by, UUID policy, long version) {
        return EscalationStore.behind(database::query, policy, version, MOST).compose(ids -> {
            List<String> kept = new ArrayList<>();
            Future<Void> done = Future.succeededFuture();
            for (UUID id : ids) {
                done = done.compose(before -> asks.restart(id, by, "the policy was changed"))
                        .map(answer -> {
                            if (!(answer instanceof Answer.Done<UUID>)) {
                                kept.add(
                                        answer instanceof Answer.Forbidden<UUID> forbidden
                                                ? forbidden.detail()
                                                : Wording.refused(answer));
                            }
                            return null;
                        });
            }
            return done.map(all -> new Applied(ids.size() - kept.size(), List.copyOf(kept)));
        });
    }
}
