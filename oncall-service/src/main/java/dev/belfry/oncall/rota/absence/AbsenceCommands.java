package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.oncall.rota.outside.OutsideCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes down when people are away, as they say it themselves or as who manages them does. */
public final class AbsenceCommands {
    private final Database database;
    private final ConflictCommands conflicts;
    private final InstantSource clock;

    public AbsenceCommands(Database database, ConflictCommands conflicts, InstantSource clock) {
        this.database = database;
        this.conflicts = conflicts;
        this.clock = clock;
    }

    Future<Answer<Absence>> add(Caller by, UUID id, AbsenceDraft draft) {
        UUID person = draft.user() == null ? by.principal().userId() : draft.user();
        List<Answer.Bad> bad = new ArrayList<>(draft.bad(clock.instant()));
        if (person == null) {
            bad.add(new Answer.Bad("/user", "name the person: this token belongs to no person"));
        }
        if (person == null || !bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        Absence absence = draft.absence(id, person);
        return database.<Answer<Absence>>transact(tx -> ifMay(
                        tx,
                        by,
                        absence,
                        () -> AbsenceStore.insert(tx::query, List.of(absence))
                                .compose(done -> audit(tx, by, "absence.made", absence))
                                .map(done -> new Answer.Done<>(absence, 1))))
                .recover(failure -> ConstraintStore.unknown(failure, new Answer.Bad("/user", "there is no such user")))
                .compose(this::settled);
    }

    Future<Answer<Absence>> remove(Caller by, UUID id) {
        return database.<Answer<Absence>>transact(tx -> AbsenceStore.lock(tx::query, id)
                        .compose(absence -> {
                            if (absence == null) {
                                return Future.succeededFuture(new Answer.Missing<>(Absence.THING));
                            }
                            return ifMay(tx, by, absence, () -> {
                                if (absence.calendar() != null) {
                                    return Future.succeededFuture(new Answer.Conflict<>(
                                            "this absence comes from a calendar: take it away there"));
                                }
                                return AbsenceStore.delete(tx::query, id)
                                        .compose(done -> audit(tx, by, "absence.removed", absence))
                                        .map(done -> new Answer.Done<>(absence, 0));
                            });
                        }))
                .compose(this::settled);
    }

    @FunctionalInterface
    private interface Step {
        Future<Answer<Absence>> run();
    }

    private static Future<Answer<Absence>> ifMay(Tx tx, Caller by, Absence absence, Step step) {
        return OutsideCommands.speaksFor(tx::query, by, absence.user())
                .compose(may -> may
                        ? step.run()
                        : Future.succeededFuture(new Answer.Forbidden<>(
                                "When somebody is away is said by themselves or by who manages them.")));
    }

    private Future<Answer<Absence>> settled(Answer<Absence> answer) {
        return answer instanceof Answer.Done<Absence> done
                ? conflicts.settle(done.value().user()).map(answer)
                : Future.succeededFuture(answer);
    }

    /** Without the reason, which is private. */
    private static Future<Void> audit(Tx tx, Caller by, String action, Absence absence) {
        return AuditStore.write(
                tx::query,
                by,
                action,
                absence.id(),
                null,
                Map.of(
                        "user",
                        absence.user().toString(),
                        "start",
                        absence.start().toString(),
                        "end",
                        absence.end().toString()));
    }
}
