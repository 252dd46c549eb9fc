package dev.belfry.incident.incident.field;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Defines fields, fills them in, and sees to it that those that are required are filled in before a resolve. */
public final class FieldCommands {
    private static final int MOST_TOLD = 200;

    private final Database database;
    private final FieldStore store;
    private final IncidentStore incidents;
    private final IncidentCommands commands;
    private final DeedCommands deeds;
    private final CatalogStore catalog;

    public FieldCommands(
            Database database,
            FieldStore store,
            IncidentStore incidents,
            IncidentCommands commands,
            DeedCommands deeds,
            CatalogStore catalog) {
        this.database = database;
        this.store = store;
        this.incidents = incidents;
        this.commands = commands;
        this.deeds = deeds;
        this.catalog = catalog;
    }

    Future<Outcome> add(IncidentField field) {
        return checked(field)
                .compose(wrong -> wrong != null
                        ? Future.succeededFuture(wrong)
                        : database.transact(tx -> store.all(tx).compose(all -> {
                            if (all.size() >= IncidentField.MOST) {
                                return Future.succeededFuture(new Outcome.Refused(
                                        "There are " + all.size() + " fields already. Remove one first."));
                            }
                            return all.stream().anyMatch(one -> one.key().equals(field.key()))
                                    ? Future.succeededFuture(
                                            new Outcome.Invalid("key", "Another field has this key. Choose another."))
                                    : store.add(tx, field).map(new Outcome.Done());
                        })));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    Future<Outcome> change(IncidentField field, @Nullable Long seen) {
        return checked(field)
                .compose(wrong -> wrong != null
                        ? Future.succeededFuture(wrong)
                        : database.transact(tx -> store.all(tx).compose(all -> {
                            var before = all.stream()
                                    .filter(one -> one.id().equals(field.id()))
                                    .findFirst();
                            if (before.isEmpty()) {
                                return Future.succeededFuture(new Outcome.Missing());
                            }
                            if (seen != null && seen != before.get().version()) {
                                return Future.succeededFuture(new Outcome.Stale());
                            }
                            var fixed = fixed(before.get(), field);
                            return fixed != null
                                    ? Future.succeededFuture(fixed)
                                    : store.change(tx, field).map(new Outcome.Done());
                        })));
    }

    /** What never changes of a field; null when it stays. */
    private static Outcome.@Nullable Invalid fixed(IncidentField before, IncidentField after) {
        if (!before.key().equals(after.key())) {
            return new Outcome.Invalid("key", "The key of a field stays: addresses and files name it.");
        }
        return before.kind() == after.kind()
                ? null
                : new Outcome.Invalid(
                        "kind", "The kind of a field stays, for the sake of its values. Make another field.");
    }

    Future<Outcome> remove(UUID id) {
        return database.transact(
                tx -> store.remove(tx, id).map(gone -> gone ? new Outcome.Done() : new Outcome.Missing()));
    }

    private Future<Outcome.@Nullable Invalid> checked(IncidentField field) {
        var wrong = field.problem();
        if (wrong != null || field.services().isEmpty()) {
            return Future.succeededFuture(wrong);
        }
        if (field.services().size() > IncidentField.MOST_SERVICES) {
            return Future.succeededFuture(new Outcome.Invalid(
                    "services", "Name " + IncidentField.MOST_SERVICES + " services at most, or none for all."));
        }
        return Future.all(field.services().stream().map(catalog::service).toList())
                .map(all -> all.<Optional<?>>list().stream().allMatch(Optional::isPresent)
                        ? null
                        : new Outcome.Invalid("services", "One of these services is gone. Choose others."));
    }

    /**
     * Fills in fields of an incident.
     *
     * @param wanted values by the keys of their fields; null empties one
     */
    Future<Outcome> fill(UUID incident, Map<String, @Nullable String> wanted, Actor by) {
        return incidents
                .find(incident)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : deeds.step(
                                incident,
                                tx -> store.of(tx, found.get().incident()),
                                (tx, held, there) -> fill(tx, held, there, wanted, by)));
    }

    private Future<Outcome> fill(
            Tx tx, Incident incident, List<FieldValue> there, Map<String, @Nullable String> wanted, Actor by) {
        var known = there.stream().collect(Collectors.toMap(one -> one.field().key(), one -> one));
        for (var one : wanted.entrySet()) {
            var place = "values/" + one.getKey();
            var field = known.get(one.getKey());
            if (field == null) {
                return Future.succeededFuture(new Outcome.Invalid(place, "There is no such field for this incident."));
            }
            var value = one.getValue();
            var wrong = value == null
                    ? null
                    : field.field().kind().problem(value, field.field().options());
            if (wrong != null && !Objects.equals(value, field.value())) {
                return Future.succeededFuture(
                        new Outcome.Invalid(place, field.field().name() + ": " + wrong));
            }
        }
        Future<Void> done = Future.succeededFuture();
        for (var one : wanted.entrySet()) {
            var field = Objects.requireNonNull(known.get(one.getKey()));
            if (!Objects.equals(field.value(), one.getValue())) {
                done = done.compose(before -> fill(tx, incident, field, one.getValue(), by));
            }
        }
        return done.map(new Outcome.Done());
    }

    private Future<Void> fill(Tx tx, Incident incident, FieldValue before, @Nullable String value, Actor by) {
        var field = before.field();
        var saved = value == null
                ? store.clear(tx, incident.id(), field.id())
                : store.set(tx, incident.id(), field.id(), value);
        var text = field.name() + ": " + (value == null ? "emptied" : shortened(value))
                + (before.value() == null ? "" : ", was " + shortened(before.value()));
        return saved.compose(done -> deeds.tell(tx, incident, "field_changed", by, text, Map.of("field", field.key())));
    }

    private static String shortened(String value) {
        return value.length() <= MOST_TOLD ? value : value.substring(0, MOST_TOLD - 1) + "…";
    }

    /** Resolves an incident, unless a field that is required for it is empty. */
    public Future<Answer> resolve(UUID incident, Actor by, @Nullable Long seen) {
        return database.transact(tx -> incidents.lock(tx, List.of(incident)).compose(found -> {
            if (found.isEmpty() || !found.getFirst().incident().open()) {
                return commands.act(tx, incident, List.of(new Command.Resolve()), by, seen);
            }
            var held = found.getFirst();
            return store.of(tx, held.incident()).compose(fields -> {
                var missing = fields.stream()
                        .filter(FieldValue::missing)
                        .map(one -> "“" + one.field().name() + "”")
                        .collect(Collectors.joining(" and "));
                return missing.isEmpty()
                        ? commands.act(tx, incident, List.of(new Command.Resolve()), by, seen)
                        : Future.succeededFuture(new Answer.Decided(
                                new Decision.Refused(held.incident(), "Fill in " + missing + " before you resolve it"),
                                held));
            });
        }));
    }
}
