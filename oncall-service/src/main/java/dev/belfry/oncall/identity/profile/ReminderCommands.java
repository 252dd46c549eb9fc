package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Says when somebody wants to be reminded of their shifts: oneself, or an administrator. */
public final class ReminderCommands {
    private final Database database;

    public ReminderCommands(Database database) {
        this.database = database;
    }

    Future<Answer<Set<Duration>>> of(UUID person) {
        return ReminderStore.of(database::query, List.of(person)).map(found -> {
            Set<Duration> wishes = found.get(person);
            return wishes == null ? new Answer.Missing<>(User.THING) : new Answer.Done<>(wishes, 0);
        });
    }

    /** @param before of {@link Reminders#CHOICES} */
    Future<Answer<Set<Duration>>> set(Caller by, UUID person, Set<Duration> before) {
        if (!person.equals(by.principal().userId()) && !by.principal().role().covers(Role.ADMIN)) {
            return Future.succeededFuture(
                    new Answer.Forbidden<>("These are another person's reminders; only an admin changes them."));
        }
        List<String> written = before.stream().sorted().map(Duration::toString).toList();
        return database.transact(tx -> ReminderStore.set(tx::query, person, before)
                .compose(there -> there
                        ? AuditStore.write(tx::query, by, "user.reminders-set", person, null, Map.of("before", written))
                                .map(done -> new Answer.Done<>(before, 0))
                        : Future.succeededFuture(new Answer.Missing<>(User.THING))));
    }
}
