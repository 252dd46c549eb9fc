package dev.belfry.incident.incident.link;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.timeline.Deed;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds links to incidents and takes them away; each is a line of the timeline. */
public final class LinkCommands {
    private static final int MOST = 50;

    private final Database database;
    private final IncidentStore incidents;
    private final LinkStore store;
    private final TimelineStore timeline;
    private final InstantSource clock;
    private final Ids ids;

    public LinkCommands(
            Database database,
            IncidentStore incidents,
            LinkStore store,
            TimelineStore timeline,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.incidents = incidents;
        this.store = store;
        this.timeline = timeline;
        this.clock = clock;
        this.ids = ids;
    }

    /** @param title what people call it; blank: its address */
    public Future<Outcome> add(UUID id, UUID incident, String title, String url, Actor by) {
        var address = url.strip();
        if (!IncidentLink.leadsSomewhere(address)) {
            return Future.succeededFuture(new Outcome.Invalid(
                    "url",
                    "Give an address of at most " + IncidentLink.LONGEST_URL
                            + " characters that begins with https:// or http:// and names no user."));
        }
        if (title.length() > IncidentLink.LONGEST_TITLE) {
            return Future.succeededFuture(new Outcome.Invalid(
                    "title", "Give it a title of at most " + IncidentLink.LONGEST_TITLE + " characters."));
        }
        return database.transact(tx -> locked(tx, incident, (held, links) -> {
            if (links.size() >= MOST) {
                return Future.succeededFuture(new Outcome.Refused(
                        "This incident has " + MOST + " links already. Remove some of them first."));
            }
            if (links.stream().anyMatch(link -> link.url().equals(address))) {
                return Future.succeededFuture(new Outcome.Refused("This incident has this link already."));
            }
            var called = title.isBlank() ? address : title.strip();
            var link = new IncidentLink(id, incident, called, address, clock.instant(), by.name());
            var told = called.equals(address) ? address : called + ", " + address;
            return store.add(tx, link)
                    .compose(done -> timeline.add(tx, deed(held, link, "link_added", by, "Link added: " + told)))
                    .map(new Outcome.Done());
        }));
    }

    public Future<Outcome> remove(UUID incident, UUID id, Actor by) {
        return database.transact(tx -> locked(tx, incident, (held, links) -> {
            var found = links.stream().filter(link -> link.id().equals(id)).findFirst();
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var link = found.get();
            return store.remove(tx, id)
                    .compose(done ->
                            timeline.add(tx, deed(held, link, "link_removed", by, "Link removed: " + link.title())))
                    .map(new Outcome.Done());
        }));
    }

    private interface Step {
        Future<Outcome> take(Incident incident, List<IncidentLink> links);
    }

    private Future<Outcome> locked(Tx tx, UUID incident, Step step) {
        return incidents
                .lock(tx, List.of(incident))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : store.of(tx, incident)
                                .compose(links -> step.take(found.getFirst().incident(), links)));
    }

    private Deed deed(Incident incident, IncidentLink link, String kind, Actor by, String text) {
        return new Deed(
                ids.next(),
                incident.id(),
                incident.number(),
                kind,
                clock.instant(),
                by,
                text,
                Map.of("link", link.url()));
    }
}
