package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.OverrideCommands;
import dev.belfry.oncall.rota.schedule.OverrideDraft;
import dev.belfry.oncall.rota.schedule.OverrideKind;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Span;
import dev.belfry.oncall.rota.schedule.TemporarySchedule;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form that puts somebody in another's place, and the pages of what lies over a schedule. */
public final class OverridePages {
    private static final String REMOVED = "Removed. The schedule is as its layers say again.";
    private static final int MOST_SHIFTS = 100;

    private final OverrideCommands commands;
    private final ScheduleQueries schedules;
    private final ChoiceQueries choices;
    private final Ids ids;
    private final InstantSource clock;

    public OverridePages(
            OverrideCommands commands, ScheduleQueries schedules, PeopleQueries people, Ids ids, InstantSource clock) {
        this.commands = commands;
        this.schedules = schedules;
        this.choices = new ChoiceQueries(people);
        this.ids = ids;
        this.clock = clock;
    }

    /** Something that lies over a schedule, as it is read. */
    public record Shown(String words, String when, List<String> shifts, boolean over, boolean begun, String remove) {}

    public void on(Console console) {
        console.get(
                "/schedules/:id/override",
                Role.VIEWER,
                call -> of(call, schedule -> form(call, schedule, asked(call))));
        console.postOwned("/schedules/:id/override", Role.RESPONDER, this::add);
        console.get(
                "/schedules/:id/overrides/:override",
                Role.VIEWER,
                call -> of(call, schedule -> override(call, schedule, "")));
        console.postOwned("/schedules/:id/overrides/again", Role.RESPONDER, this::again);
        console.postOwned("/schedules/:id/overrides/:override/remove", Role.RESPONDER, this::remove);
        console.get(
                "/schedules/:id/temporary/:plan",
                Role.VIEWER,
                call -> of(call, schedule -> temporary(call, schedule, "")));
        console.postOwned("/schedules/:id/temporary/:plan/remove", Role.MANAGER, this::removeTemporary);
    }

    @FunctionalInterface
    private interface About<T extends PageReply> {
        Future<T> with(Schedule schedule);
    }

    private Future<Page> of(PageCall call, About<Page> page) {
        return schedules
                .schedule(Uuids.orNone(call.path("id")))
                .compose(found -> found == null ? Future.succeededFuture(SchedulePages.missing()) : page.with(found));
    }

    private Future<PageReply> reply(PageCall call, About<PageReply> reply) {
        return schedules
                .schedule(Uuids.orNone(call.path("id")))
                .compose(found -> found == null ? Future.succeededFuture(SchedulePages.missing()) : reply.with(found));
    }

    /** A bar of the drawing leads here: it says when, where and whom. */
    private static OverrideForm asked(PageCall call) {
        String start = query(call, "start");
        String end = query(call, "end");
        boolean shift = !start.isEmpty() && !end.isEmpty();
        return new OverrideForm(
                "replace",
                query(call, "group"),
                "",
                query(call, "replaces"),
                shift ? "shift" : "tonight",
                start,
                end,
                start,
                end,
                "",
                "",
                Map.of());
    }

    private static String query(PageCall call, String parameter) {
        String value = call.query(parameter);
        return value == null || value.length() > 64 ? "" : value;
    }

    private Future<Page> form(PageCall call, Schedule schedule, OverrideForm form) {
        ZoneId zone = schedule.zone();
        List<Presets.Preset> presets = presets(schedule, form);
        List<UUID> named = Stream.of(form.user(), form.replaces())
                .map(Uuids::of)
                .filter(Objects::nonNull)
                .toList();
        return choices.of(schedule, named, form.find()).map(choice -> {
            Map<String, Object> params = new HashMap<>();
            params.put("schedule", schedule);
            params.put("form", form);
            params.put("presets", presets);
            params.put("people", choice.people());
            params.put("found", choice.found());
            params.put("mayCorrect", call.principal().may(Role.MANAGER, schedule.team()));
            params.put("zone", zone.getId());
            return new Page("Override on " + schedule.name(), "on-call", "override-form.jte", params);
        });
    }

    private List<Presets.Preset> presets(Schedule schedule, OverrideForm form) {
        ZoneId zone = schedule.zone();
        return Presets.of(
                zone,
                clock.instant(),
                LocalInstant.read(form.shiftStart(), zone),
                LocalInstant.read(form.shiftEnd(), zone));
    }

    private Future<PageReply> add(PageCall call) {
        OverrideForm form = new OverrideForm(
                call.form("kind").isEmpty() ? "replace" : call.form("kind"),
                call.form("group"),
                call.form("user"),
                call.form("replaces"),
                call.form("when").isEmpty() ? "custom" : call.form("when"),
                call.form("start"),
                call.form("end"),
                call.form("shiftStart"),
                call.form("shiftEnd"),
                call.form("correction"),
                call.form("find"),
                Map.of());
        return reply(call, schedule -> {
            boolean looks = !form.find().isEmpty() && form.user().isEmpty();
            if (call.form("act").equals("find") || looks) {
                return form(call, schedule, form).map(page -> page);
            }
            OverrideKind kind = OverrideForm.kind(form.kind());
            if (kind == null) {
                return again(call, schedule, form.refused("kind", "Choose what the override does."));
            }
            return times(
                    schedule,
                    form,
                    (start, end) -> commands.override(
                                    CallerRoutes.of(call, Role.RESPONDER),
                                    ids.next(),
                                    draft(schedule, form, kind, start, end))
                            .compose(answer -> answered(call, schedule, form, answer)),
                    why -> again(call, schedule, form.refused(why)));
        });
    }

    @FunctionalInterface
    private interface Timed {
        Future<PageReply> at(Instant start, Instant end);
    }

    @FunctionalInterface
    private interface Refusing {
        Future<PageReply> because(Map<String, String> why);
    }

    private Future<PageReply> times(Schedule schedule, OverrideForm form, Timed step, Refusing refused) {
        ZoneId zone = schedule.zone();
        for (Presets.Preset preset : presets(schedule, form)) {
            if (preset.name().equals(form.when())) {
                return step.at(preset.start(), preset.end());
            }
        }
        Map<String, String> why = new LinkedHashMap<>();
        Instant start = read(form.start(), zone, "start", why);
        Instant end = read(form.end(), zone, "end", why);
        return start == null || end == null || !why.isEmpty() ? refused.because(why) : step.at(start, end);
    }

    private static @Nullable Instant read(String typed, ZoneId zone, String field, Map<String, String> why) {
        String unclear = LocalInstant.question(zone, typed);
        Instant read = LocalInstant.read(typed, zone);
        if (unclear != null) {
            why.put(field, unclear);
        } else if (read == null) {
            why.put(field, field.equals("start") ? "Enter when it begins." : "Enter when it ends.");
        }
        return read;
    }

    private static OverrideDraft draft(
            Schedule schedule, OverrideForm form, OverrideKind kind, Instant start, Instant end) {
        boolean goes = kind == OverrideKind.REMOVE || kind == OverrideKind.VACATE;
        boolean one = kind != OverrideKind.ADD && kind != OverrideKind.VACATE;
        return new OverrideDraft(
                schedule.id(),
                kind,
                Uuids.of(form.group()),
                null,
                null,
                goes ? null : Uuids.of(form.user()),
                one ? Uuids.of(form.replaces()) : null,
                start,
                end,
                form.correction().isEmpty() ? null : form.correction());
    }

    private Future<PageReply> answered(
            PageCall call, Schedule schedule, OverrideForm form, Answer<OverrideCommands.Made> answer) {
        return switch (answer) {
            case Answer.Done<OverrideCommands.Made> done -> {
                String more = String.join(" ", done.value().warnings());
                String path = "/schedules/" + schedule.id();
                yield Future.succeededFuture(PageReply.undoable(
                        path,
                        ("The override is in the schedule. " + more).strip(),
                        path + "/overrides/" + done.value().override().id() + "/remove"));
            }
            case Answer.Invalid<OverrideCommands.Made> invalid ->
                again(call, schedule, form.refused(OverrideForm.errors(invalid.fields())));
            case Answer.Forbidden<OverrideCommands.Made> forbidden ->
                again(call, schedule, form.refused("kind", forbidden.detail()));
            default -> again(call, schedule, form.refused("kind", "Nothing was saved. Load the page again."));
        };
    }

    private Future<PageReply> again(PageCall call, Schedule schedule, OverrideForm form) {
        return form(call, schedule, form).map(page -> page.withStatus(422));
    }

    private Future<Page> override(PageCall call, Schedule schedule, String error) {
        return schedules.override(Uuids.orNone(call.path("override"))).compose(found -> {
            if (found == null || !found.schedule().equals(schedule.id())) {
                return Future.succeededFuture(gone(schedule));
            }
            return schedules.names(found.people()).map(names -> {
                String words = Exceptions.words(found, new Roll(schedule, List.of(), names));
                return shown(call, schedule, error, Role.RESPONDER, shown(schedule, found, words));
            });
        });
    }

    private Shown shown(Schedule schedule, ScheduleOverride one, String words) {
        Instant now = clock.instant();
        return new Shown(
                words,
                Exceptions.when(one.start(), one.end(), schedule.zone()),
                List.of(),
                !one.end().isAfter(now),
                one.start().isBefore(now),
                "/schedules/" + schedule.id() + "/overrides/" + one.id() + "/remove");
    }

    private Future<Page> temporary(PageCall call, Schedule schedule, String error) {
        Instant now = clock.instant();
        return schedules.temporary(Uuids.orNone(call.path("plan"))).compose(found -> {
            if (found == null || !found.schedule().equals(schedule.id())) {
                return Future.succeededFuture(gone(schedule));
            }
            return schedules.names(found.people()).map(names -> {
                List<String> shifts = found.shifts().stream()
                        .limit(MOST_SHIFTS)
                        .map(shift -> stint(shift, names, schedule.zone()))
                        .toList();
                return shown(
                        call,
                        schedule,
                        error,
                        Role.MANAGER,
                        new Shown(
                                Exceptions.words(found),
                                Exceptions.when(found.start(), found.end(), schedule.zone()),
                                shifts,
                                !found.end().isAfter(now),
                                found.start().isBefore(now),
                                "/schedules/" + schedule.id() + "/temporary/" + found.id() + "/remove"));
            });
        });
    }

    private static String stint(TemporarySchedule.Stint shift, Map<UUID, String> names, ZoneId zone) {
        return names.getOrDefault(shift.user(), "unknown") + ", " + Exceptions.when(shift.start(), shift.end(), zone);
    }

    private static Page shown(PageCall call, Schedule schedule, String error, Role least, Shown shown) {
        Map<String, Object> params = new HashMap<>();
        params.put("schedule", schedule);
        params.put("shown", shown);
        params.put("error", error);
        params.put("may", call.principal().may(least, schedule.team()));
        params.put("mayCorrect", call.principal().may(Role.MANAGER, schedule.team()));
        String what = shown.shifts().isEmpty() ? "Override on " : "Temporary schedule on ";
        return new Page(what + schedule.name(), "on-call", "override.jte", params);
    }

    private static Page gone(Schedule schedule) {
        return new Page(404, "No such override", "on-call", "override-missing.jte", Map.of("schedule", schedule));
    }

    private Future<PageReply> remove(PageCall call) {
        UUID id = Uuids.orNone(call.path("override"));
        return reply(
                call,
                schedule -> schedules
                        .override(id)
                        .compose(before -> commands.deleteOverride(
                                        CallerRoutes.of(call, Role.RESPONDER), id, correction(call))
                                .compose(answer -> answer instanceof Answer.Done<UUID>
                                                && before != null
                                                && before.swap() == null
                                        ? Future.succeededFuture(PageReply.undoable(
                                                "/schedules/" + schedule.id(), REMOVED, Exceptions.again(before)))
                                        : removed(schedule, answer, why -> override(call, schedule, why)))));
    }

    /** Takes a removal back: what was removed is in the address, and is checked like any other override. */
    private Future<PageReply> again(PageCall call) {
        return reply(call, schedule -> {
            String path = "/schedules/" + schedule.id();
            Instant start = Span.instant(call.query("start"));
            Instant end = Span.instant(call.query("end"));
            OverrideKind kind = OverrideForm.kind(query(call, "kind"));
            if (start == null || end == null || kind == null) {
                return Future.succeededFuture(PageReply.warning(path, Flash.Kind.REFUSED, "Nothing was changed."));
            }
            OverrideDraft draft = new OverrideDraft(
                    schedule.id(),
                    kind,
                    Uuids.of(call.query("group")),
                    Uuids.of(call.query("layer")),
                    Span.instant(call.query("turn")),
                    Uuids.of(call.query("user")),
                    Uuids.of(call.query("replaces")),
                    start,
                    end,
                    null);
            return commands.override(CallerRoutes.of(call, Role.RESPONDER), ids.next(), draft)
                    .map(answer -> answer instanceof Answer.Done<?>
                            ? PageReply.redirect(path, "The override is in the schedule again.")
                            : PageReply.warning(
                                    path,
                                    Flash.Kind.REFUSED,
                                    "The override could not be put back; what it is about has changed since."));
        });
    }

    private Future<PageReply> removeTemporary(PageCall call) {
        return reply(
                call,
                schedule -> commands.deleteTemporary(
                                CallerRoutes.of(call, Role.MANAGER), Uuids.orNone(call.path("plan")), correction(call))
                        .compose(answer -> removed(schedule, answer, why -> temporary(call, schedule, why))));
    }

    private static @Nullable String correction(PageCall call) {
        String typed = call.form("correction");
        return typed.isEmpty() ? null : typed;
    }

    @FunctionalInterface
    private interface Again {
        Future<Page> because(String why);
    }

    private static Future<PageReply> removed(Schedule schedule, Answer<UUID> answer, Again again) {
        return switch (answer) {
            case Answer.Done<UUID> done ->
                Future.succeededFuture(PageReply.redirect("/schedules/" + schedule.id(), REMOVED));
            case Answer.Missing<UUID> missing -> Future.succeededFuture(gone(schedule));
            case Answer.Forbidden<UUID> forbidden ->
                again.because(forbidden.detail()).map(page -> page.withStatus(422));
            case Answer.Conflict<UUID> conflict ->
                again.because(OverrideForm.sentence(conflict.detail())).map(page -> page.withStatus(422));
            default ->
                again.because("Nothing was removed. Load the page again.").map(page -> page.withStatus(422));
        };
    }
}
