package dev.belfry.oncall.identity.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.oncall.identity.outcome.Thing;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * People who work together.
 *
 * @param roles what each member may do with what the team owns
 */
public record Team(
        UUID id,
        String name,
        List<UUID> members,
        Map<UUID, String> roles,
        @JsonIgnore long version) {
    public static final Thing THING = new Thing("team", "/api/v1/teams");
}
