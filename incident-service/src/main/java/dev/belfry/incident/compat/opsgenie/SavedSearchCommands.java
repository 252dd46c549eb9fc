package dev.belfry.incident.compat.opsgenie;

import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Saved searches as Opsgenie's clients make and use them. */
final class SavedSearchCommands {
    private final SavedSearchStore store;
    private final InstantSource clock;
    private final Ids ids;

    SavedSearchCommands(SavedSearchStore store, InstantSource clock, Ids ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    Future<Envelope> list(Asked asked) {
        return store.list(asked.door().serviceId())
                .map(all -> Envelope.ok(all.stream().map(SavedSearch::brief).toList()));
    }

    Future<Envelope> show(Asked asked, String identifier) {
        return with(asked, identifier, search -> Future.succeededFuture(Envelope.ok(search.whole())));
    }

    Future<Envelope> add(Asked asked) {
        var now = clock.instant();
        var search = new SavedSearch(
                ids.next(),
                asked.door().serviceId(),
                text(asked, "name", ""),
                text(asked, "description", ""),
                text(asked, "query", ""),
                now,
                now);
        var fault = fault(search);
        if (fault != null) {
            return Future.succeededFuture(fault);
        }
        return store.add(search).map(added -> added ? Envelope.created("Created", search.brief()) : taken(search));
    }

    Future<Envelope> change(Asked asked, String identifier) {
        return with(asked, identifier, before -> {
            var search = new SavedSearch(
                    before.id(),
                    before.serviceId(),
                    text(asked, "name", before.name()),
                    text(asked, "description", before.description()),
                    text(asked, "query", before.query()),
                    before.createdAt(),
                    clock.instant());
            var fault = fault(search);
            if (fault != null) {
                return Future.succeededFuture(fault);
            }
            return store.change(search, search.updatedAt()).map(changed -> {
                if (!changed) {
                    return taken(search);
                }
                var envelope = Envelope.ok(search.brief());
                envelope.body().put("result", "Updated");
                return envelope;
            });
        });
    }

    Future<Envelope> remove(Asked asked, String identifier) {
        return with(asked, identifier, search -> store.remove(search).map(Envelope.done("Deleted")));
    }

    /** The search that a list of alerts names; empty when there is none. */
    Future<Optional<SavedSearch>> named(Asked asked, String identifier) {
        var byName = asked.query("searchIdentifierType", "id").equals("name");
        return store.find(asked.door().serviceId(), identifier, byName);
    }

    private Future<Envelope> with(Asked asked, String identifier, Function<SavedSearch, Future<Envelope>> step) {
        var byName = asked.query("identifierType", "id").equals("name");
        return store.find(asked.door().serviceId(), identifier, byName)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Envelope.refused(404, "Saved search does not exist"))
                        : step.apply(found.get()));
    }

    private static @Nullable Envelope fault(SavedSearch search) {
        if (search.name().isBlank() || search.name().length() > 100) {
            return Envelope.unprocessable("name", "Name has 1 to 100 characters.");
        }
        if (search.description().length() > 15_000) {
            return Envelope.unprocessable("description", "Description has at most 15000 characters.");
        }
        try {
            QueryParser.parse(search.query());
            return null;
        } catch (IllegalArgumentException unreadable) {
            return Envelope.unprocessable("query", String.valueOf(unreadable.getMessage()));
        }
    }

    private static Envelope taken(SavedSearch search) {
        return Envelope.refused(
                409, "Saved search with name [" + search.name() + "] exists, or there are " + SavedSearchStore.MOST);
    }

    private static String text(Asked asked, String member, String otherwise) {
        return asked.body().getValue(member) instanceof String text ? text : otherwise;
    }
}
