package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows calendars and lets them go; what they say is read at once. */
public final class OutsideCommands {
    /** For a person, and for all holidays together. */
    private static final int MOST = 100;

    private final Database database;
    private final ReadCommands reads;
    private final InstantSource clock;

    public OutsideCommands(Database database, ReadCommands reads, InstantSource clock) {
        this.database = database;
        this.reads = reads;
        this.clock = clock;
    }

    public Future<Answer<OutsideCalendar>> create(Caller by, OutsideKind kind, UUID id, OutsideDraft draft) {
        UUID named = draft.user() == null ? by.principal().userId() : draft.user();
        UUID user = kind == OutsideKind.ABSENCE ? named : null;
        OutsideCalendar calendar = new OutsideCalendar(
                id,
                kind,
                draft.name().strip(),
                user,
                kind == OutsideKind.HOLIDAY ? draft.team() : null,
                null,
                draft.url(),
                null,
                null,
                null,
                null,
                0,
                null,
                clock.instant(),
                1);
        return bad(kind, user, draft, true)
                .compose(bad -> bad.isEmpty()
                        ? database.transact(tx -> may(tx::query, by, calendar)
                                        .compose(may -> may
                                                ? insert(tx, by, calendar, draft.ics())
                                                : Future.<Answer<OutsideCalendar>>succeededFuture(forbidden(kind))))
                                .recover(failure -> ConstraintStore.unknown(
                                        failure,
                                        kind == OutsideKind.ABSENCE
                                                ? new Answer.Bad("/user", "there is no such user")
                                                : new Answer.Bad("/team", "there is no such team")))
                                .compose(this::followed)
                        : Future.succeededFuture(new Answer.Invalid<>(bad)));
    }

    private static Future<Answer<OutsideCalendar>> insert(
            Tx tx, Caller by, OutsideCalendar calendar, @Nullable String text) {
        return OutsideStore.count(tx::query, calendar.kind(), calendar.user())
                .compose(count -> count >= MOST
                        ? Future.succeededFuture(new Answer.Conflict<>(
                                "there are " + MOST + " such calendars already: take one away first"))
                        : OutsideStore.insert(tx::query, calendar, text)
                                .compose(done -> audit(tx, by, "made", calendar))
                                .map(done -> new Answer.Done<>(calendar, 1)));
    }

    Future<Answer<OutsideCalendar>> update(
            Caller by, OutsideKind kind, UUID id, OutsideDraft draft, @Nullable Long expected) {
        return bad(kind, id, draft, false)
                .compose(bad -> bad.isEmpty()
                        ? database.transact(tx -> locked(tx, by, kind, id, before -> {
                                    if (expected != null && expected != before.version()) {
                                        return Future.succeededFuture(new Answer.Stale<>());
                                    }
                                    if (kind == OutsideKind.HOLIDAY && !by.may(draft.team())) {
                                        return Future.succeededFuture(forbidden(kind));
                                    }
                                    return OutsideStore.update(tx::query, id, draft)
                                            .compose(after -> after == null
                                                    ? missing(kind)
                                                    : audit(tx, by, "changed", after)
                                                            .map(done -> new Answer.Done<>(after, after.version())));
                                }))
                                .recover(failure -> ConstraintStore.unknown(
                                        failure, new Answer.Bad("/team", "there is no such team")))
                                .compose(this::followed)
                        : Future.succeededFuture(new Answer.Invalid<>(bad)));
    }

    public Future<Answer<OutsideCalendar>> delete(Caller by, OutsideKind kind, UUID id) {
        return database.<Answer<OutsideCalendar>>transact(tx -> locked(
                        tx,
                        by,
                        kind,
                        id,
                        before -> OutsideStore.delete(tx::query, id)
                                .compose(done -> audit(tx, by, "removed", before))
                                .map(done -> new Answer.Done<>(before, 0))))
                .compose(answer -> answer instanceof Answer.Done<OutsideCalendar> done
                        ? reads.intake(done.value()).taken(done.value()).map(answer)
                        : Future.succeededFuture(answer));
    }

    /** Reads it, and answers with what came of it. */
    private Future<Answer<OutsideCalendar>> followed(Answer<OutsideCalendar> answer) {
        return answer instanceof Answer.Done<OutsideCalendar> done
                ? reads.read(done.value())
                        .compose(read -> OutsideStore.one(
                                database::query,
                                done.value().kind(),
                                done.value().id(),
                                false))
                        .map(now -> now == null ? answer : new Answer.Done<>(now, now.version()))
                : Future.succeededFuture(answer);
    }

    private Future<List<Answer.Bad>> bad(OutsideKind kind, @Nullable UUID user, OutsideDraft draft, boolean fresh) {
        List<Answer.Bad> bad = new ArrayList<>(draft.bad(fresh));
        if (kind == OutsideKind.ABSENCE && user == null) {
            bad.add(new Answer.Bad("/user", "name the person: this token belongs to no person"));
        }
        String ics = draft.ics();
        if (ics == null || !bad.isEmpty()) {
            return Future.succeededFuture(bad);
        }
        return reads.refusal(ics).map(why -> why == null ? bad : List.of(new Answer.Bad("/ics", why)));
    }

    @FunctionalInterface
    private interface Step {
        Future<Answer<OutsideCalendar>> of(OutsideCalendar calendar);
    }

    private static Future<Answer<OutsideCalendar>> locked(Tx tx, Caller by, OutsideKind kind, UUID id, Step step) {
        return OutsideStore.one(tx::query, kind, id, true)
                .compose(calendar -> calendar == null
                        ? missing(kind)
                        : may(tx::query, by, calendar)
                                .compose(may -> may ? step.of(calendar) : Future.succeededFuture(forbidden(kind))));
    }

    /** Absences are one's own and those of people one manages; holidays and schedules the team's or, without one, everybody's. */
    static Future<Boolean> may(RowStore rows, Caller by, OutsideCalendar calendar) {
        UUID user = calendar.user();
        UUID schedule = calendar.schedule();
        if (schedule != null) {
            return OnCallQueries.owner(rows, schedule).map(owner -> owner != null && by.may(owner.team()));
        }
        return user == null ? Future.succeededFuture(by.may(calendar.team())) : speaksFor(rows, by, user);
    }

    /** Whether the caller may see and say when this person is away: it is themselves, or somebody they manage. */
    public static Future<Boolean> speaksFor(RowStore rows, Caller by, UUID person) {
        if (person.equals(by.principal().userId()) || by.principal().may(Role.MANAGER, null)) {
            return Future.succeededFuture(true);
        }
        return PeopleStore.teamsOf(rows, person)
                .map(teams -> teams.stream().anyMatch(team -> by.principal().may(Role.MANAGER, team)));
    }

    private static <T> Answer<T> forbidden(OutsideKind kind) {
        return new Answer.Forbidden<>(
                kind == OutsideKind.ABSENCE
                        ? "When somebody is away is said by themselves or by who manages them."
                        : "This needs the role manager everywhere, or in the team that owns it.");
    }

    private static <T> Future<Answer<T>> missing(OutsideKind kind) {
        return Future.succeededFuture(new Answer.Missing<>(kind.thing()));
    }

    /** Never with the address. */
    private static Future<Void> audit(Tx tx, Caller by, String what, OutsideCalendar calendar) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", calendar.name());
        UUID user = calendar.user();
        if (user != null) {
            detail.put("user", user.toString());
        }
        String action = calendar.kind().word() + "-calendar." + what;
        return AuditStore.write(tx::query, by, action, calendar.id(), calendar.team(), detail);
    }
}
