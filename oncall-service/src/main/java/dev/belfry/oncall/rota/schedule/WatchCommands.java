package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;

/** Stands around every write that may change a final schedule, so that those whose shifts it changes hear of it. */
public interface WatchCommands {
    /** @param write changes the schedule within the transaction */
    <T> Future<Answer<T>> around(Tx tx, Caller by, UUID schedule, Supplier<Future<Answer<T>>> write);
}
