package dev.belfry.oncall.identity.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.directory.TeamRole;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.oncall.identity.outcome.Thing;
import java.util.List;
import java.util.UUID;

/** A person who can be paged and may sign in; their address never leaves this service. */
public record User(
        UUID id,
        String name,
        String email,
        String timeZone,
        String role,
        boolean active,
        @JsonIgnore long version) {
    public static final Thing THING = new Thing("user", "/api/v1/users");

    @JsonIgnore
    boolean administers() {
        return active && role.equals("admin");
    }

    /** What every other service may know. */
    UserEntry entry(List<TeamRole> teams) {
        return new UserEntry(id, name, role, timeZone, active, teams.isEmpty() ? null : teams);
    }
}
