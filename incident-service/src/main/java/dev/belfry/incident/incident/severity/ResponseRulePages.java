package dev.belfry.incident.incident.severity;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wanted of each severity, in the console. */
public final class ResponseRulePages {
    private static final String LIST = "/response-rules";

    private final ResponseRuleStore store;
    private final ResponseRuleCommands commands;
    private final Directory directory;

    public ResponseRulePages(ResponseRuleStore store, ResponseRuleCommands commands, Directory directory) {
        this.store = store;
        this.commands = commands;
        this.directory = directory;
    }

    public void on(Console console) {
        console.get(LIST, Role.VIEWER, call -> store.all().map(this::list));
        console.get(LIST + "/:severity", Role.MANAGER, this::edit);
        console.post(LIST + "/:severity", Role.MANAGER, this::save);
    }

    private Page list(List<ResponseRule> rules) {
        var teams = rules.stream()
                .flatMap(rule -> rule.teams().stream())
                .distinct()
                .collect(Collectors.toMap(
                        team -> team, team -> String.valueOf(directory.teamName(team)), (one, same) -> one));
        return new Page("Severities", "admin", "response-rules.jte", Map.of("rules", rules, "teams", teams));
    }

    private Future<Page> edit(PageCall call) {
        var severity = severity(call.path("severity"));
        return severity == null
                ? Future.succeededFuture(new Page(404, "No such severity", "admin", "missing.jte", Map.of()))
                : store.of(severity)
                        .map(rule -> form(
                                rule,
                                rule.roles().stream()
                                        .map(role -> role.replace('-', ' '))
                                        .collect(Collectors.joining(", ")),
                                Map.of()));
    }

    private Page form(ResponseRule rule, String roles, Map<String, String> errors) {
        Map<String, Object> params = new HashMap<>();
        params.put("rule", rule);
        params.put("roles", roles);
        params.put("teams", directory.teams());
        params.put("errors", errors);
        var page = new Page(rule.severity() + " · " + rule.name(), "admin", "response-rule.jte", params);
        return errors.isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> save(PageCall call) {
        var severity = severity(call.path("severity"));
        if (severity == null) {
            return Future.succeededFuture(new Page(404, "No such severity", "admin", "missing.jte", Map.of()));
        }
        var rule = new ResponseRule(
                severity,
                call.form("name").replace('\0', '\uFFFD'),
                roles(call.form("roles")),
                every(call.form("updateEvery")),
                every(call.form("acknowledgeTimeout")),
                teams(call),
                !call.form("postmortem").isEmpty(),
                given(call.form("conference")),
                given(call.form("runbook")),
                number(call.form("version")));
        return commands.change(rule, rule.version()).map(outcome -> switch (outcome) {
            case Outcome.Done done -> PageReply.redirect(LIST, severity + " saved. Open incidents follow at once.");
            case Outcome.Invalid wrong -> form(rule, call.form("roles"), Map.of(wrong.field(), wrong.reason()));
            case Outcome.Stale stale ->
                form(
                        rule,
                        call.form("roles"),
                        Map.of(
                                "name",
                                "Somebody else saved this rule meanwhile. Open it again to see what they changed."));
            case Outcome.Refused refused -> PageReply.warning(LIST, Flash.Kind.REFUSED, refused.reason());
            case Outcome.Missing missing -> PageReply.warning(LIST, Flash.Kind.REFUSED, "There is no such severity.");
        });
    }

    /** Names as people write them, with commas between. */
    private static List<String> roles(String text) {
        var roles = new ArrayList<String>();
        for (var part : text.split(",", -1)) {
            var role = part.strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-")
                    .replaceAll("^-+|-+$", "");
            if (!part.isBlank()) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static List<UUID> teams(PageCall call) {
        return call.context().request().formAttributes().getAll("team").stream()
                .flatMap(text -> text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                        ? Stream.of(UUID.fromString(text))
                        : Stream.empty())
                .toList();
    }

    private static @Nullable Duration every(String text) {
        try {
            return text.isEmpty() ? null : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Duration.ZERO;
        }
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long number(String text) {
        return Objects.requireNonNullElse(Parsed.number(text), 0L);
    }

    private static @Nullable IncidentSeverity severity(String word) {
        return Stream.of(IncidentSeverity.values())
                .filter(severity -> severity.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }
}
