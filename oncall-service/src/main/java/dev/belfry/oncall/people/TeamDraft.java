package dev.belfry.oncall.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team as somebody asks for it. */
public record TeamDraft(String name, @Nullable List<UUID> members) {
    Team team(UUID id, long version) {
        return new Team(id, name.strip(), members == null ? List.of() : List.copyOf(members), version);
    }
}
