package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.people.PeopleQueries;
import dev.belfry.oncall.people.User;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is on call now and in the next two weeks, and the form that adds an override. */
public final class OnCallPages {
    private static final Duration AHEAD = Duration.ofDays(14);
    private static final int MOST_SCHEDULES = 200;
    private static final int MOST_PEOPLE = 1_000;

    private final ScheduleCommands commands;
    private final ScheduleQueries queries;
    private final PeopleQueries people;
    private final Ids ids;
    private final InstantSource clock;

    public OnCallPages(
            ScheduleCommands commands, ScheduleQueries queries, PeopleQueries people, Ids ids, InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/on-call", Role.VIEWER, call -> page(OverrideForm.EMPTY));
        console.post("/on-call/overrides", Role.RESPONDER, this::override);
    }

    private Future<Page> page(OverrideForm form) {
        Instant now = clock.instant();
        return queries.schedules(new UUID(0, 0), MOST_SCHEDULES)
                .compose(schedules -> queries.rolls(schedules, now, now.plus(AHEAD)))
                .compose(rolls -> people.everybody(MOST_PEOPLE).map(everybody -> {
                    List<ScheduleCard> cards = rolls.stream()
                            .map(roll -> ScheduleCard.of(roll, now, now.plus(AHEAD)))
                            .toList();
                    List<User> active = everybody.stream().filter(User::active).toList();
                    return new Page(
                            "On call",
                            "on-call",
                            "on-call.jte",
                            Map.of("cards", cards, "people", active, "form", form));
                }));
    }

    private Future<PageReply> override(PageCall call) {
        OverrideForm form =
                new OverrideForm(call.form("schedule"), call.form("user"), call.form("start"), call.form("end"), "");
        UUID schedule = uuid(form.schedule());
        UUID user = uuid(form.user());
        if (schedule == null || user == null) {
            return again(form, "Choose who takes over.");
        }
        return queries.schedule(schedule).compose(found -> {
            if (found == null) {
                return again(form, "This schedule is gone.");
            }
            Instant start = instant(form.start(), found.zone());
            Instant end = instant(form.end(), found.zone());
            if (start == null || end == null) {
                return again(form, "Enter when it begins and when it ends.");
            }
            return commands.override(ids.next(), new OverrideDraft(schedule, user, null, start, end))
                    .compose(answer -> answer instanceof Answer.Done<ScheduleOverride>
                            ? Future.succeededFuture(PageReply.redirect("/on-call", "The override is in the schedule."))
                            : again(form, why(answer)));
        });
    }

    private Future<PageReply> again(OverrideForm form, String why) {
        return page(form.refused(why)).map(page -> page.withStatus(422));
    }

    private static String why(Answer<ScheduleOverride> answer) {
        return answer instanceof Answer.Invalid<ScheduleOverride> invalid
                ? "The end: " + invalid.fields().getFirst().detail() + "."
                : "This could not be taken.";
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable Instant instant(String local, ZoneId zone) {
        try {
            return Handoff.instant(LocalDateTime.parse(local), zone);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
