package dev.belfry.incident.incident.role;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.incident.incident.severity.RoleName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role of an incident as it is shown.
 *
 * @param person who has it; null when nobody does
 * @param required the rule of the incident's severity wants it filled
 */
public record RoleView(
        String role,
        String label,
        @Nullable Person person,
        @Nullable Instant since,
        boolean required) {

    /** Who has it, as they were called when they got it. */
    public record Person(UUID id, String name) {}

    /** The usual roles, those the rule wants, and those that were given besides. */
    public static List<RoleView> all(List<Assignment> given, List<String> required) {
        var roles = new LinkedHashSet<>(RoleName.USUAL);
        roles.addAll(required);
        given.forEach(one -> roles.add(one.role()));
        var views = new ArrayList<RoleView>();
        for (var role : roles) {
            var holder = given.stream().filter(one -> one.role().equals(role)).findFirst();
            views.add(new RoleView(
                    role,
                    RoleName.label(role),
                    holder.map(one -> new Person(one.person(), one.name())).orElse(null),
                    holder.map(Assignment::since).orElse(null),
                    required.contains(role)));
        }
        return views;
    }

    /** Nobody has it although the rule wants somebody to. */
    @JsonIgnore
    public boolean missing() {
        return required && person == null;
    }
}
