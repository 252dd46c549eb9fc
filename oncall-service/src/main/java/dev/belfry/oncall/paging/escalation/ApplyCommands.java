package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Lets escalations that climb an older version of a policy begin anew with the current one. */
public final class ApplyCommands {
    /** More than these at once would page a whole house; those that are left can be done next. */
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

    /** How many run with a version before this one; one more than {@link #MOST} for more. */
    public Future<Integer> behind(UUID policy, long version) {
        return EscalationStore.behind(database::query, policy, version, MOST + 1)
                .map(List::size);
    }

    /** One after the other: each is decided for itself, as if somebody had started it again by hand. */
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
