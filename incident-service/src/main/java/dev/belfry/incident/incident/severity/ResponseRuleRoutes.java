package dev.belfry.incident.incident.severity;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of the severities over the API. */
public final class ResponseRuleRoutes {
    private final ResponseRuleStore store;
    private final ResponseRuleCommands commands;

    private record RuleInput(
            String name,
            @Nullable List<String> roles,
            @Nullable String updateEvery,
            @Nullable String acknowledgeTimeout,
            @Nullable List<UUID> teams,
            @Nullable Boolean postmortem,
            @Nullable String conference,
            @Nullable String runbook) {}

    public ResponseRuleRoutes(ResponseRuleStore store, ResponseRuleCommands commands) {
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listResponseRules", Role.VIEWER, call -> store.all().map(all -> Reply.list(call, all, null)))
                .on("getResponseRule", Role.VIEWER, call -> show(severity(call)))
                .on("replaceResponseRule", Role.MANAGER, this::replace);
    }

    private Future<Reply> replace(Call call) {
        var input = call.body(RuleInput.class);
        var rule = new ResponseRule(
                severity(call),
                input.name().strip(),
                Objects.requireNonNullElse(input.roles(), List.of()),
                duration(input.updateEvery()),
                duration(input.acknowledgeTimeout()),
                Objects.requireNonNullElse(input.teams(), List.of()),
                Boolean.TRUE.equals(input.postmortem()),
                input.conference(),
                input.runbook(),
                1);
        return commands.change(rule, call.ifMatch())
                .compose(outcome -> OutcomeRoutes.answer(
                        outcome, Reply.notFound("severity", "/api/v1/response-rules"), () -> show(rule.severity())));
    }

    /** What cannot be read is out of bounds, and refused by its field. */
    private static @Nullable Duration duration(@Nullable String text) {
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Duration.ZERO;
        }
    }

    private Future<Reply> show(IncidentSeverity severity) {
        return store.of(severity).map(rule -> Reply.ok(rule, rule.version()));
    }

    private static IncidentSeverity severity(Call call) {
        return IncidentSeverity.valueOf(call.path("severity").toUpperCase(Locale.ROOT));
    }
}
