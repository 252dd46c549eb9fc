package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is on call now and in the next two weeks, and the form that adds an override. */
public final class OnCallPages {
    private static final Duration AHEAD = Duration.ofDays(14);
    private static final int MOST_SCHEDULES = 200;
    private static final UUID FIRST = new UUID(0, 0);
    private static final int MOST_PEOPLE = 1_000;

    private final OverrideCommands commands;
    private final ScheduleQueries queries;
    private final PeopleQueries people;
    private final Ids ids;
    private final InstantSource clock;

    public OnCallPages(
            OverrideCommands commands, ScheduleQueries queries, PeopleQueries people, Ids ids, InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/on-call", Role.VIEWER, call -> page(call, OverrideForm.EMPTY));
        console.postOwned("/on-call/overrides", Role.RESPONDER, this::override);
    }

    private Future<Page> page(PageCall call, OverrideForm form) {
        Instant now = clock.instant();
        String asked = call.query("zone");
        String zone = asked == null ? "schedule" : asked;
        UUID after = Uuids.orNone(call.query("after"));
        return queries.schedules(after, null, MOST_SCHEDULES + 1)
                .compose(found ->
                        queries.count().compose(all -> page(call, form, now, zone, Part.of(after, found, all))));
    }

    /** The schedules of one page, and which of all they are. */
    private record Part(
            UUID after, List<Schedule> schedules, @Nullable UUID next, long all) {
        static Part of(UUID after, List<Schedule> found, long all) {
            List<Schedule> here = found.subList(0, Math.min(found.size(), MOST_SCHEDULES));
            return new Part(
                    after, here, found.size() > here.size() ? here.getLast().id() : null, all);
        }

        /** Empty when all are here. */
        String words() {
            return schedules.size() == all
                    ? ""
                    : "%d of %d schedules are shown, in the order in which they were made."
                            .formatted(schedules.size(), all);
        }
    }

    private Future<Page> page(PageCall call, OverrideForm form, Instant now, String zone, Part part) {
        return queries.rolls(part.schedules, now, now.plus(AHEAD))
                .compose(rolls -> people.everybody(MOST_PEOPLE).map(everybody -> {
                    ZoneId mine = mine(everybody, call.principal().userId());
                    List<ScheduleCard> cards = rolls.stream()
                            .map(roll -> ScheduleCard.of(
                                    roll, shown(zone, roll.schedule().zone(), mine), now, now.plus(AHEAD)))
                            .toList();
                    List<User> active = everybody.stream().filter(User::active).toList();
                    Map<String, Object> shown = new HashMap<>(
                            Map.of("cards", cards, "people", active, "form", form, "zone", zone, "mine", mine.getId()));
                    shown.put("part", part.words());
                    shown.put("after", part.after.equals(FIRST) ? "" : part.after.toString());
                    shown.put("next", part.next == null ? "" : part.next.toString());
                    return new Page("On call", "on-call", "on-call.jte", shown);
                }));
    }

    private static ZoneId mine(List<User> everybody, @Nullable UUID me) {
        return everybody.stream()
                .filter(user -> user.id().equals(me))
                .findFirst()
                .map(user -> ZoneId.of(user.timeZone()))
                .orElse(ZoneOffset.UTC);
    }

    private static ZoneId shown(String choice, ZoneId own, ZoneId mine) {
        return switch (choice) {
            case "utc" -> ZoneId.of("UTC");
            case "mine" -> mine;
            default -> own;
        };
    }

    private Future<PageReply> override(PageCall call) {
        OverrideForm form = new OverrideForm(
                call.form("schedule"),
                call.form("kind"),
                call.form("group"),
                call.form("user"),
                call.form("replaces"),
                call.form("start"),
                call.form("end"),
                call.form("correction").strip(),
                "");
        UUID schedule = Uuids.of(form.schedule());
        OverrideKind kind = form.kind().isEmpty() ? OverrideKind.REPLACE : kind(form.kind());
        if (schedule == null || kind == null) {
            return again(call, form, "Choose what the override does.");
        }
        return queries.schedule(schedule).compose(found -> {
            if (found == null) {
                return again(call, form, "This schedule is gone.");
            }
            String unclear = LocalInstant.question(found.zone(), form.start(), form.end());
            if (unclear != null) {
                return again(call, form, unclear);
            }
            Instant start = LocalInstant.read(form.start(), found.zone());
            Instant end = LocalInstant.read(form.end(), found.zone());
            if (start == null || end == null) {
                return again(call, form, "Enter when it begins and when it ends.");
            }
            boolean goes = kind == OverrideKind.REMOVE || kind == OverrideKind.VACATE;
            boolean one = kind != OverrideKind.ADD && kind != OverrideKind.VACATE;
            OverrideDraft draft = new OverrideDraft(
                    schedule,
                    kind,
                    Uuids.of(form.group()),
                    null,
                    null,
                    goes ? null : Uuids.of(form.user()),
                    one ? Uuids.of(form.replaces()) : null,
                    start,
                    end,
                    form.correction().isEmpty() ? null : form.correction());
            return commands.override(CallerRoutes.of(call, Role.RESPONDER), ids.next(), draft)
                    .compose(answer -> answer instanceof Answer.Done<OverrideCommands.Made> done
                            ? Future.succeededFuture(PageReply.redirect(
                                    back(call), done(done.value().warnings())))
                            : again(call, form, why(answer)));
        });
    }

    private static String done(List<String> warnings) {
        return warnings.isEmpty()
                ? "The override is in the schedule."
                : "The override is in the schedule. " + String.join(" ", warnings);
    }

    /** To the part of the list that the form was on. */
    private static String back(PageCall call) {
        UUID after = Uuids.orNone(call.query("after"));
        return after.equals(FIRST) ? "/on-call" : "/on-call?after=" + after;
    }

    private Future<PageReply> again(PageCall call, OverrideForm form, String why) {
        return page(call, form.refused(why)).map(page -> page.withStatus(422));
    }

    private static String why(Answer<OverrideCommands.Made> answer) {
        return switch (answer) {
            case Answer.Invalid<OverrideCommands.Made> invalid -> {
                Answer.Bad bad = invalid.fields().getFirst();
                yield word(bad.pointer()) + ": " + bad.detail() + ".";
            }
            case Answer.Forbidden<OverrideCommands.Made> forbidden -> forbidden.detail();
            default -> "Nothing was saved. Reload the page and try again.";
        };
    }

    private static String word(String pointer) {
        return switch (pointer) {
            case "/start" -> "The start";
            case "/end" -> "The end";
            case "/correction" -> "Why the past changes";
            case "/user" -> "Who comes";
            case "/replaces" -> "Instead of whom";
            case "/group" -> "The group";
            default -> "The override";
        };
    }

    private static @Nullable OverrideKind kind(String text) {
        for (OverrideKind kind : OverrideKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
