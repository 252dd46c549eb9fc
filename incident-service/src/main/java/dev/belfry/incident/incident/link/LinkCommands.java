package dev.belfry.incident.incident.link;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Adds links to incidents and takes them away; each is a line of the timeline. */
public final class LinkCommands {
    private static final int MOST = 50;

    private final LinkStore store;
    private final DeedCommands deeds;
    private final InstantSource clock;

    public LinkCommands(LinkStore store, DeedCommands deeds, InstantSource clock) {
        this.store = store;
        this.deeds = deeds;
        this.clock = clock;
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
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, links) -> {
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
                    .compose(done -> deeds.tell(tx, held, "link_added", by, "Link added: " + told, data(link)))
                    .map(new Outcome.Done());
        });
    }

    public Future<Outcome> remove(UUID incident, UUID id, Actor by) {
        return deeds.step(incident, tx -> store.of(tx, incident), (tx, held, links) -> {
            var found = links.stream().filter(link -> link.id().equals(id)).findFirst();
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var link = found.get();
            return store.remove(tx, id)
                    .compose(done ->
                            deeds.tell(tx, held, "link_removed", by, "Link removed: " + link.title(), data(link)))
                    .map(new Outcome.Done());
        });
    }

    private static Map<String, String> data(IncidentLink link) {
        return Map.of("link", link.url());
    }
}
