package dev.belfry.notifier.account;

import dev.belfry.platform.http.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An account as an admin asks for it.
 *
 * @param values what its kind needs, by name; a secret that is left out stays as it is
 */
public record AccountDraft(
        AccountKind kind,
        String name,
        @Nullable Map<String, String> values,
        @Nullable Boolean enabled,
        @Nullable Integer position) {

    /** @param before what it replaces; null when it is new */
    public List<Problem.Field> problems(@Nullable ProviderAccount before) {
        var problems = new ArrayList<Problem.Field>();
        if (name.isBlank() || name.length() > 80 || name.matches("(?s).*\\p{Cntrl}.*")) {
            problems.add(new Problem.Field("#/name", "must be one line of 1 to 80 characters"));
        }
        if (before != null && before.kind() != kind) {
            problems.add(new Problem.Field("#/kind", "cannot be changed: add another account"));
            return problems;
        }
        var known = kind.fields().stream().map(AccountKind.Field::name).collect(Collectors.toSet());
        for (var named : given().keySet()) {
            if (!known.contains(named)) {
                problems.add(new Problem.Field("#/values/" + named, "is no setting of " + kind.title()));
            }
        }
        for (var field : kind.fields()) {
            var wrong = field.problem(value(field, before));
            if (wrong != null) {
                problems.add(new Problem.Field("#/values/" + field.name(), wrong));
            }
        }
        return problems;
    }

    ProviderAccount made(UUID id, Instant now) {
        return new ProviderAccount(
                id,
                kind,
                name,
                values(false, null),
                values(true, null),
                !Boolean.FALSE.equals(enabled),
                position == null ? 0 : position,
                1,
                now);
    }

    ProviderAccount changed(ProviderAccount before) {
        return new ProviderAccount(
                before.id(),
                kind,
                name,
                values(false, before),
                values(true, before),
                enabled == null ? before.enabled() : enabled,
                position == null ? before.position() : position,
                before.version() + 1,
                before.createdAt());
    }

    private Map<String, String> values(boolean secret, @Nullable ProviderAccount before) {
        Map<String, String> values = new LinkedHashMap<>();
        kind.fields().stream().filter(field -> field.secret() == secret).forEach(field -> {
            var value = value(field, before);
            if (!value.isEmpty()) {
                values.put(field.name(), value);
            }
        });
        return values;
    }

    private String value(AccountKind.Field field, @Nullable ProviderAccount before) {
        var value = given().getOrDefault(field.name(), "").strip();
        return value.isEmpty() && field.secret() && before != null
                ? before.secrets().getOrDefault(field.name(), "")
                : value;
    }

    private Map<String, String> given() {
        return values == null ? Map.of() : values;
    }

    /** Never tells a value: drafts end up in logs. */
    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
