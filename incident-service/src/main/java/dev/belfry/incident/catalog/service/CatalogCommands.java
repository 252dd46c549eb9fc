package dev.belfry.incident.catalog.service;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes services. */
public final class CatalogCommands {
    private static final Outcome UNKNOWN_POLICY =
            new Outcome.Invalid("escalationPolicy", "There is no such escalation policy.");

    private final Database database;
    private final CatalogStore store;
    private final Function<UUID, Future<Boolean>> policies;

    /** @param policies whether there is such an escalation policy */
    public CatalogCommands(Database database, CatalogStore store, Function<UUID, Future<Boolean>> policies) {
        this.database = database;
        this.store = store;
        this.policies = policies;
    }

    public Future<Outcome> addService(Service service) {
        return knows(service).compose(known -> known ? added(service) : Future.succeededFuture(UNKNOWN_POLICY));
    }

    private Future<Boolean> knows(Service service) {
        var policy = service.escalationPolicyId();
        return policy == null ? Future.succeededFuture(true) : policies.apply(policy);
    }

    private Future<Outcome> added(Service service) {
        return database.transact(tx -> store.add(tx, service)
                .map(added ->
                        added ? new Outcome.Done() : new Outcome.Invalid("name", "Another service has this name.")));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> changeService(Service service, @Nullable Long seen) {
        return knows(service).compose(known -> changeService(service, seen, known));
    }

    private Future<Outcome> changeService(Service service, @Nullable Long seen, boolean known) {
        return database.transact(tx -> store.lock(tx, List.of(service.id())).compose(found -> {
            var before = found.get(service.id());
            if (before == null) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            if (seen != null && seen != before.version()) {
                return Future.succeededFuture(new Outcome.Stale());
            }
            // One that is kept may be gone meanwhile: whoever only changes the name is not to be held up by that.
            if (!Objects.equals(service.escalationPolicyId(), before.escalationPolicyId()) && !known) {
                return Future.succeededFuture(UNKNOWN_POLICY);
            }
            return store.serviceNamed(tx, service.name())
                    .compose(named -> named.isPresent() && !named.get().id().equals(service.id())
                            ? Future.succeededFuture(new Outcome.Invalid("name", "Another service has this name."))
                            : store.change(tx, service).map(new Outcome.Done()));
        }));
    }

    public Future<Outcome> removeService(UUID id) {
        if (id.equals(Service.BELFRY)) {
            return Future.succeededFuture(
                    new Outcome.Refused("Belfry reports its own trouble on this service; it cannot be removed."));
        }
        return database.transact(tx -> store.lock(tx, List.of(id))
                        .compose(found -> found.isEmpty()
                                ? Future.<Outcome>succeededFuture(new Outcome.Missing())
                                : store.removeService(tx, id).<Outcome>map(new Outcome.Done())))
                .recover(failure -> {
                    var uses = CatalogStore.inUse(failure);
                    return uses == null
                            ? Future.failedFuture(failure)
                            : Future.succeededFuture(new Outcome.Refused(uses));
                });
    }
}
