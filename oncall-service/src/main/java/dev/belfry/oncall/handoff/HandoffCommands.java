package dev.belfry.oncall.handoff;

import dev.belfry.oncall.access.Caller;
import dev.belfry.oncall.answer.Answer;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Writes notes for whoever is on call next, and reads them. */
public final class HandoffCommands {
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
        return HandoffStore.add(database::query, note)
                .map(added -> added ? new Answer.Done<>(note, 1) : new Answer.Missing<>("no such schedule"));
    }

    Future<List<HandoffNote>> notes(UUID schedule, UUID after, int limit) {
        return HandoffStore.notes(database::query, schedule, after, limit);
    }
}
