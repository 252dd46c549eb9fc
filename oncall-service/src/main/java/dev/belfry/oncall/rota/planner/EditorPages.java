package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.Team;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.rota.coverage.CoverageQueries;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.oncall.rota.schedule.ScheduleDraft;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Found;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form that makes, changes and removes a schedule, and shows before saving what would come of it. */
public final class EditorPages {
    private static final int FOUND = 8;
    private static final int MOST_FINDS = 5;
    private static final int MOST_TEAMS = 500;
    private static final UUID UNSAVED = new UUID(0, 0);

    private final ScheduleCommands commands;
    private final ScheduleQueries schedules;
    private final CoverageQueries coverage;
    private final PreviewQueries previews;
    private final PeopleQueries people;
    private final UseQueries uses;
    private final Ids ids;
    private final InstantSource clock;

    public EditorPages(
            ScheduleCommands commands,
            ScheduleQueries schedules,
            CoverageQueries coverage,
            PeopleQueries people,
            UseQueries uses,
            Ids ids,
            InstantSource clock) {
        this.commands = commands;
        this.schedules = schedules;
        this.coverage = coverage;
        this.previews = new PreviewQueries(schedules, coverage);
        this.people = people;
        this.uses = uses;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/schedules/new", Role.VIEWER, this::blank);
        console.postOwned("/schedules/new", Role.MANAGER, call -> sent(call, null));
        console.get("/schedules/:id/edit", Role.VIEWER, call -> page(call, this::edit));
        console.postOwned("/schedules/:id/edit", Role.MANAGER, call -> led(call, this::sent));
        console.get("/schedules/:id/remove", Role.VIEWER, call -> page(call, (same, found) -> removal(found, "")));
        console.postOwned("/schedules/:id/remove", Role.MANAGER, call -> led(call, this::remove));
    }

    @FunctionalInterface
    private interface Leading<T extends PageReply> {
        Future<T> with(PageCall call, Found found);
    }

    private Future<Page> page(PageCall call, Leading<Page> step) {
        return schedules.found(Uuids.orNone(call.path("id"))).compose(found -> {
            Page instead = instead(call, found);
            return found == null || instead != null
                    ? Future.succeededFuture(instead == null ? SchedulePages.missing() : instead)
                    : step.with(call, found);
        });
    }

    private Future<PageReply> led(PageCall call, Leading<PageReply> step) {
        return schedules.found(Uuids.orNone(call.path("id"))).compose(found -> {
            Page instead = instead(call, found);
            return found == null || instead != null
                    ? Future.succeededFuture(instead == null ? SchedulePages.missing() : instead)
                    : step.with(call, found);
        });
    }

    /** What is shown to who may not change this schedule; null for who may. */
    private static @Nullable Page instead(PageCall call, @Nullable Found found) {
        if (found == null) {
            return SchedulePages.missing();
        }
        return call.principal().may(Role.MANAGER, found.schedule().team()) ? null : refused();
    }

    private static Page refused() {
        return new Page(403, "Schedules are changed by managers", "on-call", "schedule-refused.jte", Map.of());
    }

    private Future<Page> blank(PageCall call) {
        String zone = call.view().zone().equals(ZoneOffset.UTC)
                ? "UTC"
                : call.view().zone().getId();
        return call.principal().maySomewhere(Role.MANAGER)
                ? draw(call, null, EditorForm.blank(zone, monday(zone)), "", 200)
                : Future.succeededFuture(refused());
    }

    private Future<Page> edit(PageCall call, Found found) {
        return EditorForm.holds(found.schedule())
                ? draw(call, found, EditorForm.of(found.schedule()), "", 200)
                : Future.succeededFuture(new Page(
                        "Edit " + found.schedule().name(),
                        "on-call",
                        "schedule-large.jte",
                        Map.of("schedule", found.schedule())));
    }

    /** The schedules' own clock decides what next Monday is. */
    private LocalDate monday(String zone) {
        ZoneId known = known(zone);
        return LocalDate.ofInstant(clock.instant(), known == null ? ZoneOffset.UTC : known)
                .with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    }

    private static @Nullable ZoneId known(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone) ? ZoneId.of(zone) : null;
    }

    private Future<PageReply> sent(PageCall call, @Nullable Found found) {
        Map<String, List<String>> sent = new HashMap<>();
        var attributes = call.context().request().formAttributes();
        attributes.names().forEach(name -> sent.put(name, attributes.getAll(name)));
        EditorForm form = EditorForm.read(new Fields(sent));
        String act = call.form("act");
        if (!act.equals("save") && !act.equals("preview")) {
            return draw(call, found, EditorActs.apply(form, act, monday(form.zone())), "", 200)
                    .map(page -> page);
        }
        Map<String, String> bad = check(form, found);
        if (!bad.isEmpty() || act.equals("preview")) {
            return draw(call, found, form.refused(bad), "", act.equals("preview") ? 200 : 422)
                    .map(page -> page);
        }
        return base(form, found).compose(base -> {
            ScheduleDraft draft = form.draft(base, Uuids.of(form.team()), counts(form));
            Caller by = CallerRoutes.of(call, Role.MANAGER);
            Future<Answer<Schedule>> saved = found == null
                    ? commands.create(by, ids.next(), draft)
                    : commands.update(by, found.schedule().id(), draft, form.version());
            return saved.compose(answer -> answered(call, found, form, answer));
        });
    }

    private static Map<String, String> check(EditorForm form, @Nullable Found found) {
        Map<String, String> bad = form.check();
        ZoneId zone = known(form.zone());
        if (zone != null && !form.effective().isEmpty()) {
            String unclear = LocalInstant.question(zone, form.effective());
            if (unclear != null || LocalInstant.read(form.effective(), zone) == null) {
                bad.put("effective", unclear == null ? "Enter a date and a time, or leave it empty." : unclear);
            }
        }
        Instant planned = found == null ? null : found.planned();
        if (planned != null && zone != null && !form.dropPlanned()) {
            bad.put(
                    "dropPlanned",
                    "A change is planned from " + Times.withYear(planned, zone)
                            + ". Tick this to drop it, or wait until it counts.");
        }
        return bad;
    }

    private static @Nullable Instant counts(EditorForm form) {
        ZoneId zone = known(form.zone());
        return zone == null || form.effective().isEmpty() ? null : LocalInstant.read(form.effective(), zone);
    }

    /** The version that the form began with: it has what the form has no fields for. */
    private Future<@Nullable Schedule> base(EditorForm form, @Nullable Found found) {
        return found == null
                ? Future.succeededFuture(null)
                : schedules
                        .version(found.schedule().id(), form.base())
                        .map(version -> version == null ? found.schedule() : version.schedule());
    }

    private Future<PageReply> answered(PageCall call, @Nullable Found found, EditorForm form, Answer<Schedule> answer) {
        return switch (answer) {
            case Answer.Done<Schedule> done ->
                coverage.warnings(done.value())
                        .map(warnings -> PageReply.redirect(
                                "/schedules/" + done.value().id(), said(done.value(), found == null, warnings)));
            case Answer.Stale<Schedule> stale -> stale(call, form);
            case Answer.Missing<Schedule> missing -> Future.succeededFuture(SchedulePages.missing());
            case Answer.Forbidden<Schedule> forbidden ->
                again(call, found, form.refused(Map.of("team", forbidden.detail())));
            case Answer.Conflict<Schedule> conflict ->
                again(call, found, form.refused(Map.of("name", OverrideForm.sentence(conflict.detail()))));
            case Answer.Invalid<Schedule> invalid ->
                again(call, found, form.refused(EditorErrors.of(invalid.fields())));
        };
    }

    private static String said(Schedule schedule, boolean made, List<String> warnings) {
        String words = made ? "The schedule is made." : "Saved as version " + schedule.version() + ".";
        String first = warnings.isEmpty() ? "" : " " + warnings.getFirst();
        return words + first.substring(0, Math.min(first.length(), 300));
    }

    private Future<PageReply> again(PageCall call, @Nullable Found found, EditorForm form) {
        return draw(call, found, form, "", 422).map(page -> page);
    }

    /** Somebody else was faster: nothing of theirs is lost, and nothing of what was typed here. */
    private Future<PageReply> stale(PageCall call, EditorForm form) {
        return schedules.found(Uuids.orNone(call.path("id"))).compose(newer -> {
            if (newer == null) {
                return Future.succeededFuture(SchedulePages.missing());
            }
            Schedule schedule = newer.schedule();
            return schedules.version(schedule.id(), schedule.version()).compose(version -> {
                String when = version == null || version.from().isAfter(clock.instant())
                        ? ""
                        : " at " + Times.near(version.from(), schedule.zone(), clock.instant());
                String conflict = "Someone else saved version " + schedule.version() + when
                        + ". Your text is kept below; saving it now replaces theirs.";
                return draw(call, newer, form.over(schedule.version()), conflict, 409)
                        .map(page -> page);
            });
        });
    }

    private Future<Page> draw(PageCall call, @Nullable Found found, EditorForm form, String conflict, int status) {
        Map<String, Object> params = new HashMap<>();
        params.put("form", form);
        params.put(
                "path",
                found == null
                        ? "/schedules/new"
                        : "/schedules/" + found.schedule().id() + "/edit");
        params.put("schedule", found == null ? "" : found.schedule().id().toString());
        params.put("conflict", conflict);
        Instant planned = found == null ? null : found.planned();
        ZoneId zone = known(form.zone());
        params.put("planned", planned == null || zone == null ? "" : Times.withYear(planned, zone));
        return people.teamsByName(MOST_TEAMS)
                .compose(teams -> {
                    params.put("teams", mine(call, teams));
                    return people.names(named(form));
                })
                .compose(names -> {
                    params.put("names", names);
                    return found(form);
                })
                .compose(candidates -> {
                    params.put("candidates", candidates);
                    return preview(found, form);
                })
                .map(preview -> {
                    params.put("preview", preview);
                    String title = found == null
                            ? "New schedule"
                            : "Edit " + found.schedule().name();
                    return new Page(title, "on-call", "schedule-editor.jte", params).withStatus(status);
                });
    }

    /** The teams whose schedules the person may change. */
    private static List<Team> mine(PageCall call, List<Team> teams) {
        return teams.stream()
                .filter(team -> call.principal().may(Role.MANAGER, team.id()))
                .toList();
    }

    private static Set<UUID> named(EditorForm form) {
        Set<UUID> named = new HashSet<>();
        form.groups()
                .forEach(group -> group.layers()
                        .forEach(layer -> layer.members().forEach(member -> {
                            UUID id = Uuids.of(member.user());
                            if (id != null) {
                                named.add(id);
                            }
                        })));
        return named;
    }

    /** Whom the searches of the layers have found, by the field that was searched in. */
    private Future<Map<String, List<User>>> found(EditorForm form) {
        Future<Map<String, List<User>>> all = Future.succeededFuture(new HashMap<>());
        int asked = 0;
        for (int g = 0; g < form.groups().size(); g++) {
            List<LayerForm> layers = form.groups().get(g).layers();
            for (int l = 0; l < layers.size(); l++) {
                String part = layers.get(l).find();
                String field = "g" + g + ".l" + l;
                if (!part.isEmpty() && part.length() <= 200 && asked++ < MOST_FINDS) {
                    all = all.compose(known -> people.likeNamed(part, FOUND).map(users -> {
                        known.put(field, users);
                        return known;
                    }));
                }
            }
        }
        return all;
    }

    /** Null as long as something is missing or wrong. */
    private Future<@Nullable Preview> preview(@Nullable Found found, EditorForm form) {
        if (!form.check().isEmpty()) {
            return Future.succeededFuture(null);
        }
        return base(form, found).compose(base -> {
            ScheduleDraft draft = form.draft(base, Uuids.of(form.team()), counts(form));
            return commands.check(draft).compose(bad -> {
                if (!bad.isEmpty()) {
                    return Future.<@Nullable Preview>succeededFuture(null);
                }
                Instant now = clock.instant();
                Instant counts = draft.effectiveFrom() == null ? now : draft.effectiveFrom();
                UUID id = found == null ? UNSAVED : found.schedule().id();
                return previews.of(draft.schedule(id, 1), found == null, counts, now)
                        .map(preview -> preview);
            });
        });
    }

    private Future<Page> removal(Found found, String error) {
        return uses.policies(found.schedule().id())
                .map(policies -> new Page(
                        "Delete " + found.schedule().name(),
                        "on-call",
                        "schedule-remove.jte",
                        Map.of("schedule", found.schedule(), "policies", policies, "error", error)));
    }

    private Future<PageReply> remove(PageCall call, Found found) {
        return commands.delete(
                        CallerRoutes.of(call, Role.MANAGER), found.schedule().id())
                .compose(answer -> switch (answer) {
                    case Answer.Done<UUID> done ->
                        Future.succeededFuture(PageReply.redirect(
                                "/on-call",
                                "Deleted the schedule \"" + found.schedule().name() + "\"."));
                    case Answer.Missing<UUID> missing -> Future.succeededFuture(SchedulePages.missing());
                    case Answer.Conflict<UUID> conflict ->
                        removal(found, OverrideForm.sentence(conflict.detail()) + " Nothing was deleted.")
                                .map(page -> page.withStatus(409));
                    default ->
                        removal(found, "Nothing was deleted. Load the page again.")
                                .map(page -> page.withStatus(422));
                });
    }
}
