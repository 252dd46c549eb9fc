package dev.belfry.oncall.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.UUID;

/** People who work together. */
public record Team(
        UUID id,
        String name,
        List<UUID> members,
        @JsonIgnore long version) {}
