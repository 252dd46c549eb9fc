package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.oncall.rota.schedule.WatchCommands;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Compares the next two weeks of a schedule before and after a write, and tells those whose shifts are not what they were. */
public final class ShiftChangeCommands implements WatchCommands {
    private static final Duration AHEAD = Duration.ofDays(14);

    private final InstantSource clock;
    private final Ids ids;

    public ShiftChangeCommands(InstantSource clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public <T> Future<Answer<T>> around(Tx tx, Caller by, UUID schedule, Supplier<Future<Answer<T>>> write) {
        Instant now = clock.instant();
        Instant to = now.plus(AHEAD);
        return OnCallQueries.within(tx::query, schedule, now, to)
                .compose(before -> write.get().compose(answer -> {
                    if (!(answer instanceof Answer.Done<T>)) {
                        return Future.succeededFuture(answer);
                    }
                    return OnCallQueries.within(tx::query, schedule, now, to)
                            .compose(after -> {
                                ShiftChanges.of(
                                                ids.next(),
                                                by.principal().userId(),
                                                by.principal().name(),
                                                before,
                                                after,
                                                to,
                                                now)
                                        .forEach(notice -> tx.emit(Notices.of(notice)));
                                return HandoffStore.lookAt(tx::query, schedule, now);
                            })
                            .map(answer);
                }));
    }
}
