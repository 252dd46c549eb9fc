package dev.belfry.incident.incident.role;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.severity.RoleName;
import dev.belfry.incident.incident.timeline.Deed;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
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

    private final Database database;
    private final IncidentStore incidents;
    private final RoleStore store;
    private final TimelineStore timeline;
    private final Directory directory;
    private final InstantSource clock;
    private final Ids ids;

    public RoleCommands(
            Database database,
            IncidentStore incidents,
            RoleStore store,
            TimelineStore timeline,
            Directory directory,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.incidents = incidents;
        this.store = store;
        this.timeline = timeline;
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
        return database.transact(
                tx -> locked(tx, incident, (held, before) -> assign(tx, held, before, role, known, by)));
    }

    /** Takes the role from whoever has it. */
    public Future<Outcome> release(UUID incident, String role, Actor by) {
        return database.transact(tx -> locked(tx, incident, (held, before) -> {
            var had = holder(before, role);
            if (had == null) {
                return Future.succeededFuture(new Outcome.Done());
            }
            var text = had.name() + " is no longer " + RoleName.inWords(role)
                    + (had.person().equals(by.userId()) ? "" : ", by " + by.name());
            return store.release(tx, incident, role)
                    .compose(done -> timeline.add(tx, deed(held, "role_released", role, had.person(), by, text)))
                    .map(new Outcome.Done());
        }));
    }

    /** What is done with an incident while it is locked. */
    private interface Step {
        Future<Outcome> take(Incident incident, List<Assignment> before);
    }

    private Future<Outcome> locked(Tx tx, UUID incident, Step step) {
        return incidents
                .lock(tx, List.of(incident))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : store.of(tx, incident)
                                .compose(before -> step.take(found.getFirst().incident(), before)));
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
                .compose(done -> timeline.add(
                        tx, deed(incident, "role_assigned", role, person.id(), by, said(role, person, had, by))))
                .map(new Outcome.Done());
    }

    private static String said(String role, UserEntry person, @Nullable Assignment had, Actor by) {
        var self = person.id().equals(by.userId());
        var text = person.name() + (self ? " took over as " : " is now ") + RoleName.inWords(role);
        var from = had == null ? "" : ", after " + had.name();
        return text + from + (self ? "" : ", assigned by " + by.name());
    }

    private Deed deed(Incident incident, String kind, String role, UUID person, Actor by, String text) {
        return new Deed(
                ids.next(),
                incident.id(),
                incident.number(),
                kind,
                clock.instant(),
                by,
                text,
                Map.of("role", role, "person", person.toString()));
    }

    private Message notice(Incident incident, String role, UserEntry person, Actor by) {
        var id = ids.next();
        var to = person.id().toString();
        var what = RoleName.inWords(role);
        return new Message(
                id,
                Topics.NOTICES.name(),
                to,
                NoticeRequest.TYPE,
                to,
                new NoticeRequest(
                        id,
                        person.id(),
                        "incident.role",
                        "You are " + what + " of #" + incident.number(),
                        by.name() + " made you " + what + " of incident #" + incident.number() + " ("
                                + incident.serviceName() + ", " + incident.severity() + ").\n\n" + incident.title()
                                + "\n\nIf you cannot do it, hand the role to somebody else on the incident's page.\n",
                        "/incidents/" + incident.number(),
                        clock.instant()));
    }

    private static @Nullable Assignment holder(List<Assignment> all, String role) {
        return all.stream().filter(one -> one.role().equals(role)).findFirst().orElse(null);
    }
}
