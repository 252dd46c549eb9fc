package dev.belfry.oncall.rota.outside;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads each followed calendar every 15 minutes; replicas share them out. */
public final class OutsideSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OutsideSweep.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final int AT_ONCE = 4;

    private final Database database;
    private final ReadCommands reads;
    private final InstantSource clock;

    public OutsideSweep(Database database, ReadCommands reads, InstantSource clock) {
        this.database = database;
        this.reads = reads;
        this.clock = clock;
    }

    /** Reads all that are due, a few side by side. */
    public Future<Void> look() {
        Instant now = clock.instant();
        return OutsideStore.claim(database::query, now, now.plus(EVERY), AT_ONCE)
                .compose(due -> due.isEmpty() ? Future.succeededFuture() : all(due).compose(done -> look()));
    }

    private Future<Void> all(List<OutsideCalendar> due) {
        return Future.join(due.stream().map(this::read).toList()).mapEmpty();
    }

    private Future<Void> read(OutsideCalendar calendar) {
        return reads.read(calendar).otherwise(failed -> {
            LOG.atWarn().setCause(failed).addKeyValue("calendar", calendar.id()).log("a calendar was not read");
            return null;
        });
    }
}
