package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes notes for whoever is on call next, and reads them. */
public final class HandoffCommands {
    private static final Duration SHOWN = Duration.ofDays(90);

    private final Database database;
    private final InstantSource clock;

    public HandoffCommands(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Answer<HandoffNote>> add(Caller by, UUID id, UUID schedule, NoteDraft draft) {
        HandoffNote note = new HandoffNote(
                id,
                schedule,
                by.principal().userId(),
                by.principal().name(),
                draft.text().strip(),
                clock.instant());
        return database.transact(tx -> OnCallQueries.owner(tx::query, schedule)
                .compose(owner -> owner == null
                        ? Future.<Answer<HandoffNote>>succeededFuture(new Answer.Missing<>(Schedule.THING))
                        : HandoffStore.add(tx::query, note)
                                .compose(added -> AuditStore.write(
                                        tx::query,
                                        by,
                                        "handoff-note.left",
                                        schedule,
                                        owner.team(),
                                        Map.of("note", id.toString(), "text", note.text())))
                                .map(written -> new Answer.Done<>(note, 1))));
    }

    Future<List<HandoffNote>> notes(UUID schedule, UUID after, int limit) {
        return HandoffStore.notes(database::query, schedule, after, limit);
    }

    /** Those of the last 90 days, the newest first. */
    Future<List<HandoffNote>> newest(UUID schedule) {
        return HandoffStore.newest(
                database::query, List.of(schedule), clock.instant().minus(SHOWN));
    }
}
