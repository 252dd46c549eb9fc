package dev.belfry.oncall.rota.absence;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.outside.OutsideCommands;
import dev.belfry.oncall.rota.outside.OutsideDraft;
import dev.belfry.oncall.rota.outside.OutsideKind;
import dev.belfry.oncall.rota.outside.OutsideQueries;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** When somebody is away: said by themselves, or read from a calendar of theirs. */
public final class AbsencePages {
    private static final String PATH = "/on-call/away";
    private static final int MOST = 200;
    private static final UUID FIRST = new UUID(0, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

    private final AbsenceCommands commands;
    private final AbsenceQueries queries;
    private final OutsideCommands calendars;
    private final OutsideQueries followed;
    private final Ids ids;
    private final InstantSource clock;

    public AbsencePages(
            AbsenceCommands commands,
            AbsenceQueries queries,
            OutsideCommands calendars,
            OutsideQueries followed,
            Ids ids,
            InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.calendars = calendars;
        this.followed = followed;
        this.ids = ids;
        this.clock = clock;
    }

    /** An absence as its owner reads it. */
    public record Line(UUID id, String from, String until, String reason, boolean byHand) {}

    /** What was typed into the form; when it is refused, the form keeps it and says why. */
    public record Form(String start, String end, String reason, String name, String url, String error) {}

    private static final Form EMPTY = new Form("", "", "", "", "", "");

    public void on(Console console) {
        console.get(PATH, Role.VIEWER, this::list);
        console.get(PATH + "/new", Role.VIEWER, call -> form(call, EMPTY, "away-new.jte"));
        console.get(PATH + "/calendars/new", Role.VIEWER, call -> form(call, EMPTY, "away-follow.jte"));
        console.post(PATH, Role.VIEWER, this::add);
        console.post(
                PATH + "/:id/remove",
                Role.VIEWER,
                call -> gone(call, id -> commands.remove(by(call), id), "You are no longer away then."));
        console.post(PATH + "/calendars", Role.VIEWER, this::follow);
        console.post(
                PATH + "/calendars/:id/remove",
                Role.VIEWER,
                call -> gone(
                        call,
                        id -> calendars.delete(by(call), OutsideKind.ABSENCE, id),
                        "The calendar is no longer followed."));
    }

    private Future<Page> list(PageCall call) {
        UUID me = me(call);
        ZoneId zone = call.view().zone();
        return queries.absences(me, clock.instant(), FIRST, MOST)
                .compose(absences -> followed.calendars(OutsideKind.ABSENCE, me, FIRST, MOST)
                        .map(all -> {
                            List<Line> lines = absences.stream()
                                    .sorted((one, other) -> one.start().compareTo(other.start()))
                                    .map(one -> new Line(
                                            one.id(),
                                            TIME.format(one.start().atZone(zone)),
                                            TIME.format(one.end().atZone(zone)),
                                            one.reason(),
                                            one.calendar() == null))
                                    .toList();
                            return new Page(
                                    "Time off",
                                    "on-call",
                                    "away.jte",
                                    Map.of(
                                            "absences",
                                            lines,
                                            "calendars",
                                            all.stream().map(one -> one.body()).toList(),
                                            "zone",
                                            zone.getId()));
                        }));
    }

    private static Future<Page> form(PageCall call, Form form, String template) {
        return Future.succeededFuture(new Page(
                template.equals("away-new.jte") ? "Add time off" : "Follow a calendar",
                "on-call",
                template,
                Map.of("form", form, "zone", call.view().zone().getId())));
    }

    private Future<PageReply> add(PageCall call) {
        Form form = new Form(call.form("start"), call.form("end"), cut(call.form("reason")), "", "", "");
        ZoneId zone = call.view().zone();
        String unclear = LocalInstant.question(zone, form.start(), form.end());
        if (unclear != null) {
            return again(call, form, "away-new.jte", unclear);
        }
        Instant start = LocalInstant.read(form.start(), zone);
        Instant end = LocalInstant.read(form.end(), zone);
        if (start == null || end == null) {
            return again(call, form, "away-new.jte", "Enter when you go and when you are back.");
        }
        return commands.add(by(call), ids.next(), new AbsenceDraft(me(call), start, end, form.reason()))
                .compose(answer -> told(
                        call,
                        form,
                        "away-new.jte",
                        answer,
                        "Cover is asked for where you are on call then; you stay on call until it is taken."));
    }

    private Future<PageReply> follow(PageCall call) {
        Form form = new Form("", "", "", cut(call.form("name")), call.form("url"), "");
        OutsideDraft draft = new OutsideDraft(form.name(), me(call), null, form.url(), null);
        return calendars
                .create(by(call), OutsideKind.ABSENCE, ids.next(), draft)
                .compose(answer -> told(call, form, "away-follow.jte", answer, "The calendar is followed."));
    }

    private static Future<PageReply> told(PageCall call, Form form, String template, Answer<?> answer, String done) {
        return answer instanceof Answer.Done<?>
                ? Future.succeededFuture(PageReply.redirect(PATH, done))
                : again(call, form, template, why(answer));
    }

    private static Future<PageReply> again(PageCall call, Form form, String template, String why) {
        Form refused = new Form(form.start(), form.end(), form.reason(), form.name(), form.url(), why);
        return form(call, refused, template).map(page -> page.withStatus(422));
    }

    private static String why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Invalid<?> invalid -> {
                Answer.Bad bad = invalid.fields().getFirst();
                String word = switch (bad.pointer()) {
                    case "/end" -> "The end";
                    case "/url" -> "The address";
                    case "/name" -> "The name";
                    default -> "The absence";
                };
                yield word + ": " + bad.detail() + ".";
            }
            case Answer.Forbidden<?> forbidden -> forbidden.detail();
            case Answer.Conflict<?> conflict -> conflict.detail();
            default -> "It is gone.";
        };
    }

    @FunctionalInterface
    private interface Removing {
        Future<? extends Answer<?>> by(UUID id);
    }

    private static Future<PageReply> gone(PageCall call, Removing step, String done) {
        UUID id = Uuids.of(call.path("id"));
        if (id == null) {
            return Future.succeededFuture(PageReply.redirect(PATH, null));
        }
        return step.by(id)
                .map(answer -> answer instanceof Answer.Done<?>
                        ? PageReply.redirect(PATH, done)
                        : PageReply.warning(PATH, Flash.Kind.REFUSED, why(answer)));
    }

    /** A session always belongs to a person. */
    private static UUID me(PageCall call) {
        UUID me = call.principal().userId();
        return me == null ? FIRST : me;
    }

    private static Caller by(PageCall call) {
        return CallerRoutes.of(call, Role.VIEWER);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
