package dev.belfry.incident.incident.role;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.severity.RoleName;
import dev.belfry.incident.incident.timeline.Notice;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives roles to people, hands them over and takes them back; who gets one from somebody else is told. */
public final class RoleCommands {
    private static final int MOST_ROLES = 20;

    private final RoleStore store;
    private final DeedCommands deeds;
    private final Directory directory;
    private final InstantSource clock;
    private final Ids ids;

    public RoleCommands(RoleStore store, DeedCommands deeds, Directory directory, InstantSource clock, Ids ids) {
        this.store = store;
        this.deeds = deeds;
        this.directory = directory;
        this.clock = clock;
        this.ids = ids;
    }

    /** Gives the role to this person, whoever has it now. */
    public Future<Outcome> assign(UUID incident, String role, UUID person, Actor by) {
        var known = directory.active(person);
        if (!RoleName.valid(role)) {
            return Future.succeededFuture(new Outcome.Invalid("role", RoleName.WANTED));
        }
        if (known == null) {
            return Future.succeededFuture(new Outcome.Invalid(
                    "person", "There is no active person with this id. Choose somebody who can sign in."));
        }
        return deeds.step(
                incident,
                tx -> store.of(tx, incident),
                (tx, held, before) -> assign(tx, held, before, role, known, by));
    }

    /** Takes the role from whoever has it. */
    public Future<Outcome> release(UUID incident, String role, Actor by) {
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, before) -> {
            var had = holder(before, role);
            if (had == null) {
                return Future.succeededFuture(new Outcome.Done());
            }
            var text = had.name() + " is no longer " + RoleName.inWords(role)
                    + (had.person().equals(by.userId()) ? "" : ", by " + by.name());
            return store.release(tx, incident, role)
                    .compose(done -> deeds.tell(tx, held, "role_released", by, text, data(role, had.person())))
                    .map(new Outcome.Done());
        });
    }

    private Future<Outcome> assign(
            Tx tx, Incident incident, List<Assignment> before, String role, UserEntry person, Actor by) {
        var had = holder(before, role);
        if (had != null && had.person().equals(person.id())) {
            return Future.succeededFuture(new Outcome.Done());
        }
        if (had == null && before.size() >= MOST_ROLES) {
            return Future.succeededFuture(new Outcome.Refused(
                    "This incident has " + before.size() + " roles already. Take one back before you add another."));
        }
        var now = clock.instant();
        if (!person.id().equals(by.userId())) {
            tx.emit(notice(incident, role, person, by));
        }
        return store.assign(tx, incident.id(), new Assignment(role, person.id(), person.name(), now))
                .compose(done -> deeds.tell(
                        tx, incident, "role_assigned", by, said(role, person, had, by), data(role, person.id())))
                .map(new Outcome.Done());
    }

    private static String said(String role, UserEntry person, @Nullable Assignment had, Actor by) {
        var self = person.id().equals(by.userId());
        var text = person.name() + (self ? " took over as " : " is now ") + RoleName.inWords(role);
        var from = had == null ? "" : ", after " + had.name();
        return text + from + (self ? "" : ", assigned by " + by.name());
    }

    private static Map<String, String> data(String role, UUID person) {
        return Map.of("role", role, "person", person.toString());
    }

    private Message notice(Incident incident, String role, UserEntry person, Actor by) {
        var what = RoleName.inWords(role);
        return Notice.of(
                ids.next(),
                person,
                "incident.role",
                "You are " + what + " of #" + incident.number(),
                by.name() + " made you " + what + " of incident #" + incident.number() + " (" + incident.serviceName()
                        + ", " + incident.severity() + ").\n\n" + incident.title()
                        + "\n\nIf you cannot do it, hand the role to someone else on the incident's page.\n",
                "/incidents/" + incident.number(),
                clock.instant());
    }

    private static @Nullable Assignment holder(List<Assignment> all, String role) {
        return all.stream().filter(one -> one.role().equals(role)).findFirst().orElse(null);
    }
}
