package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** The notes of a schedule, and the form that leaves one. */
public final class HandoffPages {
    /** As the API has it. */
    private static final int LONGEST = 5_000;

    private final HandoffCommands commands;
    private final ScheduleQueries schedules;
    private final Ids ids;

    public HandoffPages(HandoffCommands commands, ScheduleQueries schedules, Ids ids) {
        this.commands = commands;
        this.schedules = schedules;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/on-call/:id/notes", Role.VIEWER, this::page);
        console.post("/on-call/:id/notes", Role.RESPONDER, this::leave);
    }

    private Future<Page> page(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        return schedules
                .schedule(id)
                .compose(schedule -> schedule == null
                        ? Future.succeededFuture(new Page(404, "Notes", "on-call", "schedule-missing.jte", Map.of()))
                        : commands.newest(id)
                                .map(notes -> new Page(
                                        "Hand-off notes of " + schedule.name(),
                                        "on-call",
                                        "handoff-notes.jte",
                                        Map.of("schedule", schedule, "notes", notes))));
    }

    private Future<PageReply> leave(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        String text = call.form("text");
        if (text.isEmpty() || text.length() > LONGEST) {
            return Future.succeededFuture(PageReply.warning(
                    "/on-call/" + id + "/notes", Flash.Kind.REFUSED, "A note has 1 to " + LONGEST + " characters."));
        }
        return commands.add(CallerRoutes.of(call, Role.RESPONDER), ids.next(), id, new NoteDraft(text))
                .map(answer -> answer instanceof Answer.Done<HandoffNote>
                        ? PageReply.redirect(
                                "/on-call/" + id + "/notes", "The note is kept for whoever is on call next.")
                        : PageReply.warning("/on-call", Flash.Kind.REFUSED, "This schedule is gone."));
    }
}
