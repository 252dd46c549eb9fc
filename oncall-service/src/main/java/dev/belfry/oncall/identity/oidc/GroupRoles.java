package dev.belfry.oncall.identity.oidc;

import dev.belfry.platform.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which groups of the provider mean which role, everywhere or in a team. */
public record GroupRoles(List<Rule> rules) {
    /** @param team the name of a team; null for a role that counts everywhere */
    public record Rule(String group, Role role, @Nullable String team) {}

    /**
     * What somebody's groups mean.
     *
     * @param role everywhere; null when no group says
     * @param teams the role in each team that the rules name; absent where no group says
     */
    record Meaning(@Nullable Role role, Map<String, Role> teams) {
        boolean isNothing() {
            return role == null && teams.isEmpty();
        }
    }

    /**
     * Reads {@code group=role, group=role@team}.
     *
     * @throws IllegalArgumentException naming the rule that cannot be read
     */
    public static GroupRoles parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String rule = part.strip();
            if (rule.isEmpty()) {
                continue;
            }
            int equals = rule.lastIndexOf('=');
            int at = rule.indexOf('@', equals + 1);
            String role =
                    rule.substring(equals + 1, at < 0 ? rule.length() : at).strip();
            String team = at < 0 ? null : rule.substring(at + 1).strip();
            boolean known =
                    List.of(Role.values()).stream().anyMatch(one -> one.word().equals(role));
            if (equals < 1 || !known || (team != null && (team.isEmpty() || role.equals("admin")))) {
                throw new IllegalArgumentException(rule);
            }
            rules.add(new Rule(rule.substring(0, equals).strip(), Role.of(role), team));
        }
        return new GroupRoles(List.copyOf(rules));
    }

    /** The greatest of what each group means. */
    Meaning of(Set<String> groups) {
        Role everywhere = null;
        Map<String, Role> teams = new HashMap<>();
        for (Rule rule : rules) {
            if (!groups.contains(rule.group())) {
                continue;
            }
            String team = rule.team();
            if (team != null) {
                teams.merge(team, rule.role(), (one, other) -> one.covers(other) ? one : other);
            } else if (everywhere == null || rule.role().covers(everywhere)) {
                everywhere = rule.role();
            }
        }
        return new Meaning(everywhere, teams);
    }

    /** The teams whose members the groups decide about. */
    Set<String> teams() {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> {
            if (rule.team() != null) {
                names.add(rule.team());
            }
        });
        return names;
    }
}
