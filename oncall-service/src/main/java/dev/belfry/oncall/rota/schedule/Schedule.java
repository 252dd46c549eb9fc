package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Thing;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who takes turns, by groups that are on call at the same time, in a time zone that a layer may replace by its own; overrides are kept beside it, since they come and go without changing it. */
public record Schedule(UUID id, String name, @Nullable UUID team, ZoneId zone, List<Group> groups, long version) {
    public static final Thing THING = new Thing("schedule", "/api/v1/schedules");

    public Schedule {
        groups = List.copyOf(groups);
    }

    /** Its own zone first, then those of layers that count in another. */
    public List<ZoneId> zones() {
        return Stream.concat(
                        Stream.of(zone),
                        groups.stream()
                                .flatMap(group -> group.layers().stream())
                                .map(layer -> layer.zone(zone)))
                .distinct()
                .toList();
    }

    /** The same with other zones in the place of its own and its layers'. */
    Schedule in(UnaryOperator<ZoneId> zones) {
        return new Schedule(
                id,
                name,
                team,
                zones.apply(zone),
                groups.stream()
                        .map(group -> new Group(
                                group.id(),
                                group.name(),
                                group.layers().stream()
                                        .map(layer -> layer.in(zones))
                                        .toList()))
                        .toList(),
                version);
    }

    /** Everybody it names. */
    public Set<UUID> people() {
        return groups.stream()
                .flatMap(group -> group.layers().stream())
                .flatMap(layer -> layer.members().stream())
                .map(Member::user)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
