package dev.belfry.incident.catalog.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes integrations, and tells those who open the doors their keys and how to read what comes through. */
public final class IntegrationCommands {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final CatalogStore store;
    private final Ids ids;
    private final Supplier<String> routingKeys;
    private final IngestClient ingest;

    /** @param routingKeys makes fresh secret keys */
    public IntegrationCommands(
            Database database, CatalogStore store, Ids ids, Supplier<String> routingKeys, IngestClient ingest) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.routingKeys = routingKeys;
        this.ingest = ingest;
    }

    /** @param adopted a key that a sender already uses; null for a fresh one */
    public Future<Outcome> add(UUID id, UUID serviceId, String name, String type, @Nullable String adopted) {
        var key = adopted == null ? routingKeys.get() : adopted;
        var integration = new Integration(id, serviceId, name, type, key, 1);
        return database.transact(tx -> store.lock(tx, List.of(serviceId))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Invalid("service", "There is no such service."))
                        : store.add(tx, integration).map(added -> told(tx, integration, added))));
    }

    private Outcome told(Tx tx, Integration integration, boolean added) {
        if (!added) {
            return new Outcome.Invalid("routingKey", "Another integration has this key.");
        }
        tell(tx, integration);
        return new Outcome.Done();
    }

    /** Gives it a fresh key; the one before opens nothing any more. */
    public Future<Outcome> replaceKey(UUID id) {
        return database.transact(
                tx -> store.replaceKey(tx, id, routingKeys.get()).compose(done -> retold(tx, id)));
    }

    /** Opens or closes it: what comes with the key of a closed one is refused. */
    public Future<Outcome> enable(UUID id, boolean enabled) {
        return database.transact(tx -> store.enable(tx, id, enabled).compose(done -> retold(tx, id)));
    }

    private Future<Outcome> retold(Tx tx, UUID id) {
        return store.integration(tx, id).map(found -> {
            found.ifPresent(integration -> tell(tx, integration));
            return found.isPresent() ? new Outcome.Done() : new Outcome.Missing();
        });
    }

    /**
     * Sends an alert through the door of this integration, as its sender would; empty when it is accepted.
     *
     * @param by who is named in it
     */
    public Future<Optional<String>> sendTest(Integration integration, String by) {
        return integration.enabled()
                ? ingest.sendTest(integration.routingKey(), by)
                : Future.succeededFuture(Optional.of("This integration is off. Turn it on first."));
    }

    /**
     * Lets it read in another way. A new mapping is tried first: one that cannot be read is never kept.
     *
     * @param before as it was read; whoever changes it in between makes this stale
     * @param seen the version the one who asks has seen; null when it does not matter
     */
    public Future<Revision> change(Integration before, Integration after, @Nullable Long seen) {
        if (seen != null && seen != before.version()) {
            return Future.succeededFuture(new Revision.Stale());
        }
        var wrong = EmailRules.problems(after.emailRules());
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(new Revision.Invalid(wrong));
        }
        var mapping = after.mapping();
        if (mapping == null || mapping.equals(before.mapping())) {
            return changed(after);
        }
        return dryRun(before, mapping, Json.mapper().createObjectNode(), Map.of())
                .compose(tried -> switch (tried) {
                    case DryRun.Shown fine -> changed(after);
                    case DryRun.Refused refused -> Future.succeededFuture(new Revision.Invalid(refused.errors()));
                    case DryRun.Unavailable away -> Future.succeededFuture(new Revision.Unchecked(away.reason()));
                });
    }

    private Future<Revision> changed(Integration after) {
        return database.transact(tx -> store.change(tx, after).compose(changed -> {
            if (changed) {
                tell(tx, after);
                return Future.succeededFuture(new Revision.Done());
            }
            return store.integration(after.id())
                    .map(found -> found.isPresent() ? new Revision.Stale() : new Revision.Missing());
        }));
    }

    /** What a payload would become. It is tried through the integration's own door, which is closed while it is off. */
    public Future<DryRun> dryRun(
            Integration integration, @Nullable PayloadMapping mapping, JsonNode payload, Map<String, String> headers) {
        if (!integration.enabled()) {
            return Future.succeededFuture(new DryRun.Refused(List.of(new Problem.Field(
                    "#/mapping",
                    "This integration is off, and a mapping is only tried while it is on. Turn it on first."))));
        }
        return ingest.dryRun(integration.routingKey(), mapping, payload, headers);
    }

    public Future<Outcome> remove(UUID id) {
        return database.transact(tx -> store.removeIntegration(tx, id).map(removed -> {
            if (!removed) {
                return new Outcome.Missing();
            }
            tell(tx, id, null);
            return new Outcome.Done();
        }));
    }

    /** Publishes all routing keys again, as their hashes. */
    public Future<Void> publish(Tx tx) {
        return publish(tx, new UUID(0, 0));
    }

    private Future<Void> publish(Tx tx, UUID after) {
        return store.integrations(null, after, AT_ONCE).compose(found -> {
            found.forEach(integration -> tell(tx, integration));
            return found.size() < AT_ONCE
                    ? Future.succeededFuture()
                    : publish(tx, found.getLast().id());
        });
    }

    private void tell(Tx tx, Integration integration) {
        tell(tx, integration.id(), integration.enabled() ? integration.entry() : null);
    }

    private void tell(Tx tx, UUID id, @Nullable IntegrationEntry entry) {
        tx.emit(new Message(
                ids.next(), Topics.INTEGRATIONS.name(), id.toString(), IntegrationEntry.TYPE, id.toString(), entry));
    }
}
