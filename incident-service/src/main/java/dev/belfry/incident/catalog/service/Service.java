package dev.belfry.incident.catalog.service;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
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

    /** A field as the API names it. */
    private record Field(String name, Function<Service, @Nullable Object> value) {}

    private static final List<Field> FIELDS = List.of(
            new Field("description", Service::description),
            new Field("escalationPolicy", Service::escalationPolicyId),
            new Field("grouping", service -> service.group.by()),
            new Field("groupFields", service -> service.group.fields()),
            new Field("groupWindow", service -> service.group.window()),
            new Field("recurrence", service -> service.group.recurs()),
            new Field("resolveHold", service -> service.ending.hold()),
            new Field("autoResolve", service -> service.ending.forgotten()),
            new Field("team", service -> service.profile.team()),
            new Field("tier", service -> service.profile.tier()),
            new Field("links", service -> service.profile.links()),
            new Field("runbook", service -> service.profile.runbook()),
            new Field("dependsOn", service -> service.dependencies.needs()),
            new Field("quietWhileDependencyDown", service -> service.dependencies.quiet()),
            new Field("urgency", Service::urgency),
            new Field("noise", Service::noise));

    private static final Service USUAL = new Service(
            BELFRY,
            "",
            "",
            null,
            GroupRule.of(Grouping.ALERT),
            Ending.USUAL,
            Profile.NONE,
            Dependencies.NONE,
            UrgencyRule.USUAL,
            NoiseRule.USUAL,
            1);

    /** Which fields were said of this one and are as in a new service in that one. */
    List<String> fieldsResetBy(Service after) {
        return FIELDS.stream()
                .filter(field -> {
                    var usual = field.value().apply(USUAL);
                    return Objects.equals(field.value().apply(after), usual)
                            && !Objects.equals(field.value().apply(this), usual);
                })
                .map(Field::name)
                .toList();
    }

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
