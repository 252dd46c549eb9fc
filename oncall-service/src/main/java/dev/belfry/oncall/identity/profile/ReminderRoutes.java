package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The API of reminders. */
public final class ReminderRoutes {
    private final ReminderCommands commands;

    /** How long before a shift, each as the contract lists it. */
    private record Body(List<Duration> before) {
        static Body of(Set<Duration> wishes) {
            return new Body(wishes.stream().sorted().toList());
        }
    }

    public ReminderRoutes(ReminderCommands commands) {
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("getReminders", Role.VIEWER, call -> commands.of(call.id("id")).map(ReminderRoutes::reply))
                .on("setReminders", Role.VIEWER, this::set);
    }

    private Future<Reply> set(Call call) {
        return commands.set(
                        CallerRoutes.of(call, Role.VIEWER),
                        call.id("id"),
                        new TreeSet<>(call.body(Body.class).before()))
                .map(ReminderRoutes::reply);
    }

    private static Reply reply(Answer<Set<Duration>> answer) {
        return answer instanceof Answer.Done<Set<Duration>> done
                ? Reply.ok(Body.of(done.value()))
                : AnswerRoutes.changed(answer, Body::of);
    }
}
