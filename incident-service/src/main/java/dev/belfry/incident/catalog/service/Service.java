package dev.belfry.incident.catalog.service;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something people run and are paged for.
 *
 * @param escalationPolicyId who is paged, and then who; null leaves it to the catch-all
 * @param dependencies what it cannot do without
 * @param profile what people want to know of it besides
 */
public record Service(
        UUID id,
        String name,
        String description,
        @Nullable UUID escalationPolicyId,
        GroupRule group,
        Ending ending,
        Profile profile,
        Dependencies dependencies,
        UrgencyRule urgency,
        NoiseRule noise,
        long version) {
    /** The service on which Belfry reports its own trouble. */
    public static final UUID BELFRY = UUID.fromString("00000000-0000-8000-8000-00000000be1f");

    Service withId(UUID other) {
        return new Service(
                other,
                name,
                description,
                escalationPolicyId,
                group,
                ending,
                profile,
                dependencies,
                urgency,
                noise,
                version);
    }

    /** Whether people have said the same of both. */
    boolean same(Service other) {
        return name.equals(other.name)
                && description.equals(other.description)
                && Objects.equals(escalationPolicyId, other.escalationPolicyId)
                && group.equals(other.group)
                && ending.equals(other.ending)
                && profile.equals(other.profile)
                && urgency.equals(other.urgency)
                && noise.equals(other.noise)
                && dependencies.quiet() == other.dependencies.quiet()
                && Set.copyOf(dependencies.needs()).equals(Set.copyOf(other.dependencies.needs()));
    }
}
