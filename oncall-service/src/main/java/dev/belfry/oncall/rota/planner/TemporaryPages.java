package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.OverrideCommands;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.TemporaryDraft;
import dev.belfry.oncall.rota.schedule.TemporarySchedule;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that lays a plan of its own over a schedule for a while: a holiday week, a release. */
public final class TemporaryPages {
    private final OverrideCommands commands;
    private final ScheduleQueries schedules;
    private final ChoiceQueries choices;
    private final Ids ids;

    public TemporaryPages(OverrideCommands commands, ScheduleQueries schedules, PeopleQueries people, Ids ids) {
        this.commands = commands;
        this.schedules = schedules;
        this.choices = new ChoiceQueries(people);
        this.ids = ids;
    }

    public void on(Console console) {
        console.get(
                "/schedules/:id/temporary",
                Role.VIEWER,
                call -> schedules
                        .schedule(Uuids.orNone(call.path("id")))
                        .compose(found -> found == null
                                ? Future.succeededFuture(SchedulePages.missing())
                                : form(
                                        call,
                                        found,
                                        TemporaryForm.typed(field -> "").more())));
        console.postOwned("/schedules/:id/temporary", Role.MANAGER, this::sent);
    }

    private Future<Page> form(PageCall call, Schedule schedule, TemporaryForm form) {
        return choices.of(schedule, form.named(), form.find()).map(choice -> {
            Map<String, Object> params = new HashMap<>();
            params.put("schedule", schedule);
            params.put("form", form);
            params.put("people", choice.people());
            params.put("found", choice.found());
            params.put("zone", schedule.zone().getId());
            params.put("may", call.principal().may(Role.MANAGER, schedule.team()));
            return new Page("Temporary schedule on " + schedule.name(), "on-call", "temporary-form.jte", params);
        });
    }

    private Future<PageReply> sent(PageCall call) {
        return schedules.schedule(Uuids.orNone(call.path("id"))).compose(schedule -> {
            if (schedule == null) {
                return Future.succeededFuture(SchedulePages.missing());
            }
            var form = TemporaryForm.typed(call::form);
            var act = call.form("act");
            var changed = switch (act) {
                case "add" -> form.more();
                case "share" -> form.shared(List.copyOf(schedule.people()), schedule.zone());
                case "find" -> form;
                default -> act.matches("drop-\\d{1,2}") ? form.without(Integer.parseInt(act.substring(5))) : null;
            };
            return changed == null
                    ? save(call, schedule, form)
                    : form(call, schedule, changed).map(page -> page);
        });
    }

    private Future<PageReply> save(PageCall call, Schedule schedule, TemporaryForm form) {
        var why = new LinkedHashMap<String, String>();
        var draft = draft(schedule, form, why);
        return draft == null
                ? again(call, schedule, form.refused(why))
                : commands.temporary(CallerRoutes.of(call, Role.MANAGER), ids.next(), draft)
                        .compose(answer -> answered(call, schedule, form, answer));
    }

    /** Null when a field cannot be read; the reason is then with it. */
    private static @Nullable TemporaryDraft draft(Schedule schedule, TemporaryForm form, Map<String, String> why) {
        var zone = schedule.zone();
        var start = read(form.start(), zone, "start", "Enter when it begins.", why);
        var end = read(form.end(), zone, "end", "Enter when it ends.", why);
        var shifts = new ArrayList<TemporarySchedule.Stint>();
        for (var i = 0; i < form.lines().size(); i++) {
            var line = form.lines().get(i);
            var user = Uuids.of(line.user());
            if (user == null) {
                why.put("user-" + i, "Choose who is on call.");
            }
            var from = read(line.start(), zone, "start-" + i, "Enter when this shift begins.", why);
            var until = read(line.end(), zone, "end-" + i, "Enter when this shift ends.", why);
            if (user != null && from != null && until != null) {
                shifts.add(new TemporarySchedule.Stint(user, from, until));
            }
        }
        return start == null || end == null || !why.isEmpty()
                ? null
                : new TemporaryDraft(
                        schedule.id(),
                        start,
                        end,
                        form.mode().equals("fill") ? TemporaryDraft.Mode.FILL : TemporaryDraft.Mode.REPLACE,
                        shifts,
                        form.correction().isEmpty() ? null : form.correction());
    }

    private static @Nullable Instant read(
            String typed, ZoneId zone, String field, String missing, Map<String, String> why) {
        var unclear = LocalInstant.question(zone, typed);
        var read = LocalInstant.read(typed, zone);
        if (unclear != null || read == null) {
            why.put(field, unclear == null ? missing : unclear);
        }
        return read;
    }

    private Future<PageReply> answered(
            PageCall call, Schedule schedule, TemporaryForm form, Answer<TemporarySchedule> answer) {
        var path = "/schedules/" + schedule.id();
        return switch (answer) {
            case Answer.Done<TemporarySchedule> done ->
                Future.succeededFuture(PageReply.undoable(
                        path,
                        "The temporary schedule counts from "
                                + Times.at(done.value().start(), schedule.zone()) + " on.",
                        path + "/temporary/" + done.value().id() + "/remove"));
            case Answer.Invalid<TemporarySchedule> invalid ->
                again(call, schedule, form.refused(TemporaryForm.errors(invalid.fields())));
            case Answer.Forbidden<TemporarySchedule> forbidden ->
                again(call, schedule, form.refused(Map.of("lines", forbidden.detail())));
            default -> again(call, schedule, form.refused(Map.of("lines", "Nothing was saved. Load the page again.")));
        };
    }

    private Future<PageReply> again(PageCall call, Schedule schedule, TemporaryForm form) {
        return form(call, schedule, form).map(page -> page.withStatus(422));
    }
}
