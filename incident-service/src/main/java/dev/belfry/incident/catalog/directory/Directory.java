package dev.belfry.incident.catalog.directory;

import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.contracts.directory.TeamEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.platform.events.Event;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of people, teams, escalation policies and status pages, as the directory last told them. */
public final class Directory {
    private final Map<String, UserEntry> users = new ConcurrentHashMap<>();
    private final Map<String, PolicyEntry> policies = new ConcurrentHashMap<>();
    private final Map<String, TeamEntry> teams = new ConcurrentHashMap<>();
    private final Map<String, StatusPageEntry> statusPages = new ConcurrentHashMap<>();
    private final Map<UUID, ContactStatusEntry> contacts = new ConcurrentHashMap<>();

    /** Takes in one record of the directory. */
    public void accept(Event event) {
        if (event.deleted()) {
            users.remove(event.key());
            policies.remove(event.key());
            teams.remove(event.key());
            statusPages.remove(event.key());
        } else if (event.type().equals(UserEntry.TYPE)) {
            users.put(event.key(), event.as(UserEntry.class));
        } else if (event.type().equals(PolicyEntry.TYPE)) {
            policies.put(event.key(), event.as(PolicyEntry.class));
        } else if (event.type().equals(TeamEntry.TYPE)) {
            teams.put(event.key(), event.as(TeamEntry.class));
        } else if (event.type().equals(StatusPageEntry.TYPE)) {
            statusPages.put(event.key(), event.as(StatusPageEntry.class));
        } else if (event.type().equals(ContactStatusEntry.TYPE)) {
            var status = event.as(ContactStatusEntry.class);
            contacts.put(status.userId(), status);
        }
    }

    /** What this person is called; "somebody" when the directory has not told (yet). */
    public String nameOf(UUID userId) {
        var user = users.get("user:" + userId);
        return user == null ? "somebody" : user.name();
    }

    /** This person, if they are active; null when they are gone or the directory has not told (yet). */
    public @Nullable UserEntry active(UUID userId) {
        return activePerson(userId.toString());
    }

    /** The same of an id as somebody sent it. */
    public @Nullable UserEntry activePerson(String id) {
        var user = users.get("user:" + id);
        return user != null && user.active() ? user : null;
    }

    /** The time zone of each person there is. */
    public Map<UUID, ZoneId> zones() {
        return users.values().stream()
                .collect(Collectors.toMap(UserEntry::id, user -> zone(user.timeZone()), (one, same) -> one));
    }

    /** A zone that these rules do not have, of a directory that is newer, is read as UTC. */
    private static ZoneId zone(String name) {
        return ZoneRulesProvider.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : ZoneOffset.UTC;
    }

    /** Active people with this in their name, in any case, by name. */
    public List<UserEntry> activeNamed(String part, int limit) {
        var wanted = part.toLowerCase(Locale.ROOT);
        return users.values().stream()
                .filter(user ->
                        user.active() && user.name().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparing(UserEntry::name))
                .limit(limit)
                .toList();
    }

    /** Every team, by name. */
    public List<TeamEntry> teams() {
        return teams.values().stream()
                .sorted(Comparator.comparing(TeamEntry::name))
                .toList();
    }

    /** Every status page, by name. */
    public List<StatusPageEntry> statusPages() {
        return statusPages.values().stream()
                .sorted(Comparator.comparing(StatusPageEntry::name).thenComparing(StatusPageEntry::id))
                .toList();
    }

    /** Null when there is none or the directory has not told (yet). */
    public @Nullable StatusPageEntry statusPage(UUID id) {
        return statusPages.get("status-page:" + id);
    }

    /** The team's name; null when there is none or the directory has not told (yet). */
    public @Nullable String teamName(UUID id) {
        var team = teams.get("team:" + id);
        return team == null ? null : team.name();
    }

    /** The active people of a team. */
    public List<UserEntry> membersOf(UUID team) {
        return users.values().stream()
                .filter(UserEntry::active)
                .filter(user -> user.teams() != null
                        && user.teams().stream().anyMatch(role -> role.id().equals(team)))
                .toList();
    }

    /** How many contact methods this person has in use, and how many of them work; null when they never had any. */
    public @Nullable ContactStatusEntry contactsOf(@Nullable UUID userId) {
        return userId == null ? null : contacts.get(userId);
    }

    /** What this escalation policy is called; null when the directory has not told (yet). */
    public @Nullable String policyName(@Nullable UUID id) {
        return policies.values().stream()
                .filter(policy -> policy.id().equals(id))
                .map(PolicyEntry::name)
                .findFirst()
                .orElse(null);
    }

    /** Whether the directory has told of this escalation policy. */
    public boolean hasPolicy(UUID id) {
        return policies.containsKey("escalation-policy:" + id);
    }

    /** Whether an escalation policy has this name, in any case, or this id. */
    public boolean hasPolicyCalled(String named) {
        return policies.values().stream()
                .anyMatch(policy -> policy.name().equalsIgnoreCase(named)
                        || policy.id().toString().equalsIgnoreCase(named));
    }

    /** Whether somebody who is active has this name, in any case, or this id. */
    public boolean hasUserCalled(String named) {
        return users.values().stream()
                .anyMatch(user -> user.active()
                        && (user.name().equalsIgnoreCase(named)
                                || user.id().toString().equalsIgnoreCase(named)));
    }

    /** The escalation policies that these teams own. */
    public List<UUID> policiesOf(Set<UUID> teams) {
        return policies.values().stream()
                .filter(policy -> policy.team() != null && teams.contains(policy.team()))
                .map(PolicyEntry::id)
                .toList();
    }

    /** Every escalation policy, by name. */
    public List<PolicyEntry> policies() {
        return policies.values().stream()
                .sorted(Comparator.comparing(PolicyEntry::name))
                .toList();
    }
}
