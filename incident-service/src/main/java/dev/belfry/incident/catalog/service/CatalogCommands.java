package dev.belfry.incident.catalog.service;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes services. */
public final class CatalogCommands {
    private static final Outcome UNKNOWN_POLICY =
            new Outcome.Invalid("escalationPolicy", "There is no such escalation policy.");

    private static final Outcome UNKNOWN_TEAM = new Outcome.Invalid("team", "There is no such team.");

    private final Database database;
    private final CatalogStore store;
    private final Function<UUID, Future<Boolean>> policies;
    private final Function<UUID, Future<Boolean>> teams;

    /**
     * @param policies whether there is such an escalation policy
     * @param teams whether there is such a team
     */
    public CatalogCommands(
            Database database,
            CatalogStore store,
            Function<UUID, Future<Boolean>> policies,
            Function<UUID, Future<Boolean>> teams) {
        this.database = database;
        this.store = store;
        this.policies = policies;
        this.teams = teams;
    }

    public Future<Outcome> addService(Service service) {
        return strange(List.of(service)).compose(strange -> {
            var wrong = wrong(service, null, strange);
            return wrong == null ? added(service) : Future.succeededFuture(wrong);
        });
    }

    /** Which policies and teams that these name nobody knows. */
    private Future<Set<UUID>> strange(List<Service> services) {
        var unknown = new HashSet<UUID>();
        var asked = new ArrayList<Future<?>>();
        services.stream()
                .map(Service::escalationPolicyId)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(id -> asked.add(policies.apply(id).onSuccess(known -> note(known, id, unknown))));
        services.stream()
                .map(service -> service.profile().team())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(id -> asked.add(teams.apply(id).onSuccess(known -> note(known, id, unknown))));
        return Future.all(asked).map(unknown);
    }

    private static void note(boolean known, UUID id, Set<UUID> unknown) {
        if (!known) {
            unknown.add(id);
        }
    }

    /** Null when nothing is wrong. What is kept may be gone meanwhile: that is no reason to refuse a new name. */
    private static @Nullable Outcome wrong(Service service, @Nullable Service before, Set<UUID> strange) {
        var policy = service.escalationPolicyId();
        if (policy != null
                && strange.contains(policy)
                && (before == null || !policy.equals(before.escalationPolicyId()))) {
            return UNKNOWN_POLICY;
        }
        var team = service.profile().team();
        if (team != null
                && strange.contains(team)
                && (before == null || !team.equals(before.profile().team()))) {
            return UNKNOWN_TEAM;
        }
        var group = service.group().problem();
        var urgency = group == null ? service.urgency().problem() : group;
        var ending = urgency == null ? service.ending().problem() : urgency;
        var noise = ending == null ? service.noise().problem() : ending;
        return noise == null ? service.profile().wrong() : noise;
    }

    private Future<Outcome> added(Service service) {
        return database.transact(tx -> tangled(tx, service)
                .compose(tangled -> tangled != null
                        ? Future.succeededFuture(tangled)
                        : store.add(tx, service)
                                .map(added -> added
                                        ? new Outcome.Done()
                                        : new Outcome.Invalid("name", "Another service has this name."))));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> changeService(Service service, @Nullable Long seen) {
        return strange(List.of(service)).compose(strange -> changeService(service, seen, strange));
    }

    /** What is wrong with what it needs; null when nothing is. Meanwhile nobody else changes what services need. */
    private Future<@Nullable Outcome> tangled(Tx tx, Service service) {
        return service.dependencies().needs().isEmpty()
                ? Future.succeededFuture()
                : store.all(tx).map(all -> Dependencies.wrong(service, all));
    }

    private Future<Outcome> changeService(Service service, @Nullable Long seen, Set<UUID> strange) {
        return database.transact(
                tx -> tangled(tx, service).compose(tangled -> changeService(tx, service, seen, strange, tangled)));
    }

    private Future<Outcome> changeService(
            Tx tx, Service service, @Nullable Long seen, Set<UUID> strange, @Nullable Outcome tangled) {
        return store.lock(tx, List.of(service.id())).compose(found -> {
            var before = found.get(service.id());
            if (before == null) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            if (seen != null && seen != before.version()) {
                return Future.succeededFuture(new Outcome.Stale());
            }
            var wrong = wrong(service, before, strange);
            if (wrong != null || tangled != null) {
                return Future.succeededFuture(wrong == null ? tangled : wrong);
            }
            return store.serviceNamed(tx, service.name())
                    .compose(named -> named.isPresent() && !named.get().id().equals(service.id())
                            ? Future.succeededFuture(new Outcome.Invalid("name", "Another service has this name."))
                            : store.change(tx, service).map(new Outcome.Done()));
        });
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

    /**
     * Brings the services of a list to what it says, by name; services that it does not name stay as they are. All of
     * it or nothing.
     *
     * @param listed each with an id for the case that it is new
     * @param dryRun only says what would be done
     */
    public Future<Import> bring(List<Service> listed, boolean dryRun) {
        return strange(listed)
                .compose(strange -> database.transact(tx -> store.all(tx).compose(existing -> {
                    var plan = Import.plan(existing, listed, (service, before) -> wrong(service, before, strange));
                    return plan instanceof Import.Planned planned && !dryRun
                            ? save(tx, planned).map(plan)
                            : Future.succeededFuture(plan);
                })));
    }

    private Future<Void> save(Tx tx, Import.Planned planned) {
        var saved = new ArrayList<Future<?>>();
        planned.created().forEach(service -> saved.add(store.add(tx, service)));
        planned.changed().forEach(service -> saved.add(store.change(tx, service)));
        return Future.all(saved).mapEmpty();
    }
}
