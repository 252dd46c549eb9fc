package dev.belfry.incident.learning.postmortem;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.role.Assignment;
import dev.belfry.incident.incident.role.RoleStore;
import dev.belfry.incident.incident.severity.RoleName;
import dev.belfry.incident.incident.timeline.Deed;
import dev.belfry.incident.incident.timeline.Notice;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Begins, writes, reviews and publishes postmortems.
 *
 * <pre>
 *   DRAFT ── ask for review ──▶ IN_REVIEW ── publish ──▶ PUBLISHED
 *     ▲ ◀── changes wanted ─────────┘                        │
 *     └────────────── open again ────────────────────────────┘
 * </pre>
 *
 * Publishing asks for no approval: whoever is alone in a team must be able to finish. The page says when nobody approved.
 */
public final class PostmortemCommands {
    private static final int MOST_REVIEWERS = 20;
    private static final int TIMELINE = 1_000;

    private final Database database;
    private final IncidentStore incidents;
    private final RoleStore roles;
    private final PostmortemStore store;
    private final TimelineStore timeline;
    private final Directory directory;
    private final InstantSource clock;
    private final Ids ids;

    public PostmortemCommands(
            Database database,
            IncidentStore incidents,
            RoleStore roles,
            PostmortemStore store,
            TimelineStore timeline,
            Directory directory,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.incidents = incidents;
        this.roles = roles;
        this.store = store;
        this.timeline = timeline;
        this.directory = directory;
        this.clock = clock;
        this.ids = ids;
    }

    /** Begins one from the outline, filled with what is known; one that is there already stays as it is. */
    public Future<Outcome> begin(UUID incident, Actor by) {
        var outline = store.template();
        var figures = store.figures(incident);
        var lines = timeline.list(incident, null, TIMELINE);
        return Future.all(outline, figures, lines).compose(known -> {
            var counted = figures.result();
            if (counted.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
                var held = found.getFirst().incident();
                var body = Outline.filled(outline.result().body(), held, counted.get(), lines.result());
                return begin(tx, held, held.title(), body, by);
            }));
        });
    }

    private Future<Outcome> begin(Tx tx, Incident incident, String title, String body, Actor by) {
        var now = clock.instant();
        var one = new Postmortem(
                ids.next(),
                incident.id(),
                incident.number(),
                bounded(title, Postmortem.LONGEST_TITLE),
                bounded(body, Postmortem.LONGEST_BODY),
                Postmortem.State.DRAFT,
                by.userId(),
                by.name(),
                now,
                now,
                by.name(),
                null,
                1);
        return store.add(tx, one)
                .compose(added -> added
                        ? tell(tx, incident, "postmortem_begun", "Postmortem begun by " + by.name(), by)
                        : Future.<Void>succeededFuture())
                .map(new Outcome.Done());
    }

    /** Writes it anew; one that there is not yet is begun. */
    public Future<Outcome> write(UUID incident, String title, String body, @Nullable Long seen, Actor by) {
        var wrong = problem(title, body);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return change(
                incident,
                seen,
                (tx, held, before) -> before == null
                        ? begin(tx, held, title.strip(), body, by)
                        : before.title().equals(title.strip()) && before.body().equals(body)
                                ? Future.succeededFuture(new Outcome.Done())
                                : store.change(tx, before.written(title.strip(), body, clock.instant(), by.name()))
                                        .map(new Outcome.Done()));
    }

    /** Asks these people to read it. */
    public Future<Outcome> askForReview(UUID incident, List<UUID> reviewers, Actor by) {
        var people =
                new LinkedHashSet<>(reviewers).stream().map(directory::active).toList();
        if (people.contains(null)) {
            return Future.succeededFuture(
                    new Outcome.Invalid("reviewers", "One of them is not active. Choose people who can sign in."));
        }
        if (people.size() > MOST_REVIEWERS) {
            return Future.succeededFuture(
                    new Outcome.Invalid("reviewers", "Ask at most " + MOST_REVIEWERS + " people."));
        }
        return change(incident, null, (tx, held, before) -> {
            if (before == null) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            if (before.state() == Postmortem.State.PUBLISHED) {
                return Future.succeededFuture(new Outcome.Refused("It is published. Open it again to change it."));
            }
            var now = clock.instant();
            Future<Void> asked = store.change(tx, before.in(Postmortem.State.IN_REVIEW, now, by.name()));
            for (var person : people) {
                var one = Objects.requireNonNull(person);
                asked = asked.compose(done ->
                        store.review(tx, before.id(), new Review(one.id(), one.name(), Review.Verdict.ASKED, "", now)));
                if (!one.id().equals(by.userId())) {
                    tx.emit(reviewNotice(held, before, one, by, now));
                }
            }
            return asked.<Outcome>map(new Outcome.Done());
        });
    }

    /** What a reader says; who was not asked may say it too. */
    public Future<Outcome> review(UUID incident, boolean approves, String comment, Actor by) {
        var reader = by.userId();
        if (reader == null) {
            return Future.succeededFuture(new Outcome.Refused("A review is by a person; this token is nobody's."));
        }
        if (comment.length() > Review.LONGEST_COMMENT) {
            return Future.succeededFuture(
                    new Outcome.Invalid("comment", "Write at most " + Review.LONGEST_COMMENT + " characters."));
        }
        if (!approves && comment.isBlank()) {
            return Future.succeededFuture(new Outcome.Invalid("comment", "Say what should change."));
        }
        return change(incident, null, (tx, held, before) -> {
            if (before == null) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            if (before.state() != Postmortem.State.IN_REVIEW) {
                return Future.succeededFuture(new Outcome.Refused("It is not in review."));
            }
            var now = clock.instant();
            var verdict = approves ? Review.Verdict.APPROVED : Review.Verdict.CHANGES;
            var said = store.review(tx, before.id(), new Review(reader, by.name(), verdict, comment.strip(), now));
            var owner = before.ownerId() == null ? null : directory.active(before.ownerId());
            if (owner != null && !owner.id().equals(reader)) {
                tx.emit(verdictNotice(held, before, owner, by, approves, comment.strip(), now));
            }
            return approves
                    ? said.<Outcome>map(new Outcome.Done())
                    : said.compose(done -> store.change(tx, before.in(Postmortem.State.DRAFT, now, by.name())))
                            .<Outcome>map(new Outcome.Done());
        });
    }

    public Future<Outcome> publish(UUID incident, Actor by) {
        return change(incident, null, (tx, held, before) -> {
            if (before == null) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            if (before.state() == Postmortem.State.PUBLISHED) {
                return Future.succeededFuture(new Outcome.Done());
            }
            return store.change(tx, before.in(Postmortem.State.PUBLISHED, clock.instant(), by.name()))
                    .compose(done -> tell(tx, held, "postmortem_published", "Postmortem published by " + by.name(), by))
                    .map(new Outcome.Done());
        });
    }

    /** Back to a draft; it stays readable, and counts as published once it was. */
    public Future<Outcome> reopen(UUID incident, Actor by) {
        return change(
                incident,
                null,
                (tx, held, before) -> before == null
                        ? Future.succeededFuture(new Outcome.Missing())
                        : store.change(tx, before.in(Postmortem.State.DRAFT, clock.instant(), by.name()))
                                .map(new Outcome.Done()));
    }

    public Future<Outcome> changeTemplate(String body, @Nullable Long seen) {
        return body.length() > Postmortem.LONGEST_BODY
                ? Future.succeededFuture(tooLong())
                : database.transact(tx -> store.changeTemplate(tx, body.replace('\0', '\uFFFD'), seen))
                        .map(done -> done ? new Outcome.Done() : new Outcome.Stale());
    }

    /** Reminds somebody that an incident wants a postmortem: at most once in three days, whoever looks. */
    Future<Void> chase(UUID incident) {
        return database.transact(tx -> {
            var now = clock.instant();
            return store.chase(tx, incident, now)
                    .compose(first -> first
                            ? Future.all(
                                            incidents.lock(tx, List.of(incident)),
                                            roles.of(tx, incident),
                                            store.lock(tx, incident))
                                    .map(all -> {
                                        List<Held> held = all.resultAt(0);
                                        List<Assignment> given = all.resultAt(1);
                                        Optional<Postmortem> begun = all.resultAt(2);
                                        var one = held.getFirst().incident();
                                        var to = Stream.of(
                                                        begun.map(Postmortem::ownerId).stream(),
                                                        given.stream()
                                                                .filter(role -> role.role()
                                                                        .equals(RoleName.COMMANDER))
                                                                .map(role -> role.person()),
                                                        Stream.ofNullable(one.acknowledgedBy()))
                                                .flatMap(people -> people)
                                                .map(directory::active)
                                                .filter(Objects::nonNull)
                                                .findFirst();
                                        to.ifPresent(
                                                person -> tx.emit(chaseNotice(one, begun.isPresent(), person, now)));
                                        return null;
                                    })
                            : Future.<Void>succeededFuture());
        });
    }

    /** What is done with a postmortem while its incident is locked. */
    private interface Step {
        Future<Outcome> take(Tx tx, Incident incident, @Nullable Postmortem before);
    }

    private Future<Outcome> change(UUID incident, @Nullable Long seen, Step step) {
        return database.transact(tx -> incidents
                .lock(tx, List.of(incident))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : store.lock(tx, incident).compose(before -> {
                            var version = before.map(Postmortem::version).orElse(0L);
                            return seen != null && !seen.equals(version)
                                    ? Future.succeededFuture(new Outcome.Stale())
                                    : step.take(tx, found.getFirst().incident(), before.orElse(null));
                        })));
    }

    private static @Nullable Outcome problem(String title, String body) {
        if (title.isBlank() || title.length() > Postmortem.LONGEST_TITLE) {
            return new Outcome.Invalid("title", "Give it a title of 1 to " + Postmortem.LONGEST_TITLE + " characters.");
        }
        return body.length() > Postmortem.LONGEST_BODY ? tooLong() : null;
    }

    private static Outcome tooLong() {
        return new Outcome.Invalid("body", "Write at most " + Postmortem.LONGEST_BODY + " characters.");
    }

    private Future<Void> tell(Tx tx, Incident incident, String kind, String text, Actor by) {
        return timeline.add(
                tx, new Deed(ids.next(), incident.id(), incident.number(), kind, clock.instant(), by, text, Map.of()));
    }

    private Message reviewNotice(Incident incident, Postmortem one, UserEntry to, Actor by, Instant now) {
        return notice(
                ids.next(),
                to,
                "postmortem.review",
                "Please review the postmortem of #" + incident.number(),
                by.name() + " asks you to read the postmortem \"" + one.title() + "\" and to approve it, or to say what"
                        + " should change.\n",
                incident,
                now);
    }

    private Message verdictNotice(
            Incident incident, Postmortem one, UserEntry to, Actor by, boolean approves, String comment, Instant now) {
        return notice(
                ids.next(),
                to,
                "postmortem.reviewed",
                by.name() + (approves ? " approved" : " asks for changes to") + " the postmortem of #"
                        + incident.number(),
                "About \"" + one.title() + "\":\n\n" + (comment.isEmpty() ? "No comment.\n" : comment + "\n"),
                incident,
                now);
    }

    private Message chaseNotice(Incident incident, boolean begun, UserEntry to, Instant now) {
        return notice(
                ids.next(),
                to,
                "postmortem.wanted",
                "Postmortem of #" + incident.number() + (begun ? " is not published yet" : " is to be written"),
                "Incident #" + incident.number() + " (" + incident.serviceName() + ", " + incident.severity()
                        + ") is resolved, and its severity asks for a postmortem.\n\n" + incident.title() + "\n\n"
                        + (begun
                                ? "It is begun. Ask somebody to review it, or publish it.\n"
                                : "Begin it from the incident: the timeline and the figures are filled in.\n"),
                incident,
                now);
    }

    private static Message notice(
            UUID id, UserEntry to, String kind, String subject, String text, Incident incident, Instant now) {
        return Notice.of(id, to, kind, subject, text, "/incidents/" + incident.number() + "/postmortem", now);
    }

    private static String bounded(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
