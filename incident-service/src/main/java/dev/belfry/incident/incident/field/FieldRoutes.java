package dev.belfry.incident.incident.field;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of a house over the API, and what stands in them for an incident. */
public final class FieldRoutes {
    private final IncidentStore incidents;
    private final FieldStore store;
    private final FieldCommands commands;

    private record FieldInput(
            String key,
            String name,
            FieldKind kind,
            @Nullable List<String> options,
            @Nullable List<IncidentSeverity> severities,
            @Nullable List<UUID> services,
            @Nullable Boolean required) {

        IncidentField field(UUID id) {
            return new IncidentField(
                    id,
                    key,
                    name.strip(),
                    kind,
                    Objects.requireNonNullElse(options, List.<String>of()).stream()
                            .map(String::strip)
                            .toList(),
                    Objects.requireNonNullElse(severities, List.of()),
                    Objects.requireNonNullElse(services, List.of()),
                    Boolean.TRUE.equals(required),
                    1);
        }
    }

    private record ValuesInput(Map<String, @Nullable String> values) {}

    /** A field of an incident as the API shows it. */
    private record ValueView(
            String key, String name, String kind, @Nullable String value, boolean required, boolean missing) {
        static ValueView of(FieldValue one) {
            var field = one.field();
            return new ValueView(
                    field.key(), field.name(), field.kind().word(), one.value(), field.required(), one.missing());
        }
    }

    private record FieldView(
            UUID id,
            String key,
            String name,
            String kind,
            List<String> options,
            List<String> severities,
            List<UUID> services,
            boolean required,
            long version) {
        static FieldView of(IncidentField field) {
            return new FieldView(
                    field.id(),
                    field.key(),
                    field.name(),
                    field.kind().word(),
                    field.options(),
                    field.severities().stream()
                            .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                            .toList(),
                    field.services(),
                    field.required(),
                    field.version());
        }
    }

    public FieldRoutes(IncidentStore incidents, FieldStore store, FieldCommands commands) {
        this.incidents = incidents;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on(
                        "listIncidentFields",
                        Role.VIEWER,
                        call -> store.all()
                                .map(all -> Reply.list(
                                        call, all.stream().map(FieldView::of).toList(), null)))
                .on("addIncidentField", Role.MANAGER, this::add)
                .on("getIncidentField", Role.VIEWER, call -> show(call.id("id")))
                .on("replaceIncidentField", Role.MANAGER, this::replace)
                .on(
                        "removeIncidentField",
                        Role.MANAGER,
                        call -> commands.remove(call.id("id"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))))
                .on("listFieldsOfIncident", Role.VIEWER, this::values)
                .on("fillFieldsOfIncident", Role.RESPONDER, this::fill);
    }

    private Future<Reply> add(Call call) {
        var field = call.body(FieldInput.class).field(call.newId());
        return commands.add(field)
                .compose(outcome -> answer(
                        outcome,
                        () -> Future.succeededFuture(
                                Reply.created("/api/v1/incident-fields/" + field.id(), FieldView.of(field), 1))));
    }

    private Future<Reply> replace(Call call) {
        var id = call.id("id");
        return commands.change(call.body(FieldInput.class).field(id), call.ifMatch())
                .compose(outcome -> answer(outcome, () -> show(id)));
    }

    private Future<Reply> show(UUID id) {
        return store.find(id)
                .map(found -> found.map(field -> Reply.ok(FieldView.of(field), field.version()))
                        .orElseGet(FieldRoutes::missing));
    }

    private Future<Reply> values(Call call) {
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : store.of(found.get().incident())
                                .map(all -> Reply.list(
                                        call, all.stream().map(ValueView::of).toList(), null)));
    }

    private Future<Reply> fill(Call call) {
        return commands.fill(call.id("id"), call.body(ValuesInput.class).values(), Asker.of(call.principal()))
                .compose(outcome -> OutcomeRoutes.answer(outcome, NoIncident.reply(), () -> values(call)));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(outcome, missing(), done);
    }

    private static Reply missing() {
        return Reply.notFound("field", "/api/v1/incident-fields");
    }
}
