package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.rota.ical.Fetched;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.oncall.rota.outside.OutsideCalendar;
import dev.belfry.oncall.rota.outside.OutsideKind;
import dev.belfry.oncall.rota.outside.OutsideStore;
import dev.belfry.oncall.rota.outside.ReadCommands;
import dev.belfry.oncall.rota.schedule.GroupDraft;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.oncall.rota.schedule.ScheduleDraft;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a schedule of a calendar, or says what it would be. */
public final class ImportCommands {
    private static final int MOST_PEOPLE = 10_000;
    private static final int MOST_SHOWN = 500;

    private final Database database;
    private final ReadCommands reads;
    private final PeopleQueries people;
    private final ScheduleCommands schedules;
    private final InstantSource clock;

    public ImportCommands(
            Database database,
            ReadCommands reads,
            PeopleQueries people,
            ScheduleCommands schedules,
            InstantSource clock) {
        this.database = database;
        this.reads = reads;
        this.people = people;
        this.schedules = schedules;
        this.clock = clock;
    }

    /** Somebody's shift as the API shows it. */
    public record ShiftBody(UUID user, String name, Instant start, Instant end, String summary) {}

    /** What could not be matched with anybody. */
    public record UnmatchedBody(String name, int events) {}

    /**
     * What came of an import.
     *
     * @param schedule what was made; absent in a dry run
     * @param unmatched nobody is on call in their shifts
     */
    public record Body(
            @Nullable UUID schedule,
            String timeZone,
            int count,
            List<ShiftBody> shifts,
            List<UnmatchedBody> unmatched) {}

    Future<Answer<Body>> take(Caller by, UUID id, ImportDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        if (!by.may(draft.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        String ics = draft.ics();
        String url = draft.url();
        if (ics != null || url == null) {
            return read(by, id, draft, ics == null ? "" : ics, "/ics");
        }
        return reads.fetch(url).compose(fetched -> switch (fetched) {
            case Fetched.Fresh fresh -> read(by, id, draft, fresh.text(), "/url");
            case Fetched.Failed failed -> refused("/url", failed.why());
            case Fetched.Same same -> refused("/url", "the calendar's server sent nothing");
        });
    }

    private Future<Answer<Body>> read(Caller by, UUID id, ImportDraft draft, String text, String pointer) {
        String zone = draft.timeZone();
        return reads.read(text, zone == null ? null : ZoneId.of(zone)).compose(reading -> switch (reading) {
            case Reading.Refused refused -> refused(pointer, refused.why());
            case Reading.Read read ->
                people.everybody(MOST_PEOPLE).compose(everybody -> made(by, id, draft, read, everybody, pointer));
        });
    }

    private Future<Answer<Body>> made(
            Caller by, UUID id, ImportDraft draft, Reading.Read read, List<User> everybody, String pointer) {
        Imported imported = Imported.of(read.occurrences(), known(everybody), Instant.MIN);
        if (draft.isDry()) {
            return Future.succeededFuture(new Answer.Done<>(body(null, read.zone(), imported, everybody), 0));
        }
        List<GroupDraft> groups;
        try {
            groups = imported.groups(read.zone());
        } catch (IllegalArgumentException unfit) {
            return refused(pointer, String.valueOf(unfit.getMessage()));
        }
        ScheduleDraft schedule =
                new ScheduleDraft(draft.name(), read.zone().getId(), draft.team(), null, groups, null, null);
        return schedules
                .create(by, id, schedule)
                .compose(answer -> answer instanceof Answer.Done<Schedule>
                        ? follow(draft, id)
                                .map(done -> new Answer.Done<>(body(id, read.zone(), imported, everybody), 1))
                        : Future.succeededFuture(Answer.refusal(answer)));
    }

    private Future<Void> follow(ImportDraft draft, UUID schedule) {
        return draft.follows()
                ? OutsideStore.insert(
                        database::query,
                        new OutsideCalendar(
                                schedule,
                                OutsideKind.SCHEDULE,
                                draft.name().strip(),
                                null,
                                null,
                                schedule,
                                draft.url(),
                                null,
                                null,
                                null,
                                null,
                                0,
                                null,
                                clock.instant(),
                                1),
                        null)
                : Future.succeededFuture();
    }

    /** Who can be put on call. */
    static KnownPeople known(List<User> everybody) {
        return new KnownPeople(everybody.stream()
                .filter(User::active)
                .map(user -> new KnownPeople.Person(user.id(), user.name(), user.email()))
                .toList());
    }

    private static Body body(@Nullable UUID schedule, ZoneId zone, Imported imported, List<User> everybody) {
        Map<UUID, String> names = new HashMap<>();
        everybody.forEach(user -> names.put(user.id(), user.name()));
        List<UnmatchedBody> unmatched = new ArrayList<>();
        imported.unmatched().forEach((name, events) -> unmatched.add(new UnmatchedBody(name, events)));
        return new Body(
                schedule,
                zone.getId(),
                imported.shifts().size(),
                imported.shifts().stream()
                        .limit(MOST_SHOWN)
                        .map(shift -> new ShiftBody(
                                shift.user(),
                                names.getOrDefault(shift.user(), "unknown"),
                                shift.start(),
                                shift.end(),
                                shift.summary()))
                        .toList(),
                unmatched);
    }

    private static <T> Future<Answer<T>> refused(String pointer, String why) {
        return Future.succeededFuture(new Answer.Invalid<>(List.of(new Answer.Bad(pointer, why))));
    }
}
