package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.people.Inactivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of one schedule (swaps, overrides, temporary schedules), and what they make of what the layers say. One
 * hop: nobody is replaced twice.
 *
 * <p>An inactive person keeps their place, and nobody is in it: neither the layer below nor the person they replace steps in
 * unasked, and an override can still take the place.
 */
final class Overlay {
    private final List<ScheduleOverride> overrides;
    /** The latest end of all overrides up to that place, so that a search backwards knows when to stop. */
    private final Instant[] latestEnd;

    private final List<TemporarySchedule> temporaries;
    private final Map<UUID, List<Inactivity>> inactive;
    private final Instant[] edges;

    Overlay(List<ScheduleOverride> all, List<TemporarySchedule> temporaries, List<Inactivity> inactivity) {
        this.overrides = all.stream()
                .sorted(Comparator.comparing(ScheduleOverride::start))
                .toList();
        this.temporaries = temporaries;
        this.inactive = inactivity.stream().collect(Collectors.groupingBy(Inactivity::person));
        this.latestEnd = new Instant[overrides.size()];
        for (int i = 0; i < latestEnd.length; i++) {
            Instant end = overrides.get(i).end();
            latestEnd[i] = i == 0 ? end : Track.later(end, latestEnd[i - 1]);
        }
        this.edges = Stream.of(
                        all.stream().flatMap(override -> Stream.of(override.start(), override.end())),
                        temporaries.stream().flatMap(Overlay::edges),
                        inactivity.stream().flatMap(Overlay::edges))
                .flatMap(edges -> edges)
                .distinct()
                .sorted()
                .toArray(Instant[]::new);
    }

    private static Stream<Instant> edges(Inactivity inactivity) {
        return Stream.of(inactivity.since(), Objects.requireNonNullElse(inactivity.until(), Instant.MAX));
    }

    private static Stream<Instant> edges(TemporarySchedule temporary) {
        return Stream.concat(
                Stream.of(temporary.start(), temporary.end()),
                temporary.shifts().stream().flatMap(shift -> Stream.of(shift.start(), shift.end())));
    }

    /** One row of the schedule at one instant, before any exception. */
    record Row(UUID group, Track.Stretch stretch) {}

    /** What stands in the final schedule at {@code instant}, with the ends as far as they are given by the rows and the exceptions. */
    Shift at(Instant instant, List<Row> rows, Instant from, Instant until) {
        int edge = after(instant);
        Instant start = edge == 0 ? from : Track.later(from, edges[edge - 1]);
        Instant end = edge == edges.length ? until : Track.earlier(until, edges[edge]);
        if (edge == 0 || edge == edges.length) {
            return plain(instant, rows, start, end);
        }
        List<ScheduleOverride> here = covering(instant);
        TemporarySchedule temporary = temporary(instant);
        if (here.isEmpty() && temporary == null) {
            return plain(instant, rows, start, end);
        }
        List<Duty> duties = new ArrayList<>();
        Set<UUID> lost = new LinkedHashSet<>();
        boolean usual = temporary == null;
        if (temporary != null) {
            List<TemporarySchedule.Stint> stints = temporary.shifts().stream()
                    .filter(stint -> stint.covers(instant))
                    .toList();
            for (TemporarySchedule.Stint stint : stints) {
                if (there(stint.user(), instant)) {
                    duties.add(new Duty(stint.user(), null, Source.TEMPORARY, temporary.id(), null, false));
                }
            }
            usual = temporary.fills() && stints.isEmpty();
        }
        int staffed = 0;
        if (usual) {
            staffed = usual(instant, rows, here, duties, lost);
        } else {
            here.stream()
                    .filter(override -> override.kind() != OverrideKind.SHADOW)
                    .forEach(override -> lost.add(override.id()));
        }
        shadows(instant, rows, here, duties);
        return new Shift(start, end, duties, List.copyOf(lost), usual && staffed > 0 && staffed < rows.size());
    }

    /** Whether this is somebody who can be on call at that instant. */
    private boolean there(@Nullable UUID person, Instant instant) {
        return person != null
                && inactive.getOrDefault(person, List.of()).stream().noneMatch(one -> one.covers(instant));
    }

    private Shift plain(Instant instant, List<Row> rows, Instant start, Instant end) {
        List<Duty> duties = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID user = row.stretch.user();
            if (user != null && there(user, instant)) {
                duties.add(layer(row, user));
            }
        }
        return new Shift(start, end, duties, List.of(), !duties.isEmpty() && duties.size() < rows.size());
    }

    private static Duty layer(Row row, UUID user) {
        UUID layer = row.stretch.layer();
        return new Duty(user, row.group, Source.LAYER, layer == null ? row.group : layer, row.stretch.turn(), false);
    }

    /** The rows with swaps and overrides applied, then those who were added; answers how many rows have somebody. */
    private int usual(Instant instant, List<Row> rows, List<ScheduleOverride> here, List<Duty> duties, Set<UUID> lost) {
        Set<UUID> won = new LinkedHashSet<>();
        int staffed = 0;
        for (Row row : rows) {
            UUID user = row.stretch.user();
            ScheduleOverride winner = null;
            for (ScheduleOverride override : here) {
                if (override.isAbout(row.group, row.stretch) && override.takesFrom(user)) {
                    lost.add(override.id());
                    winner = higher(winner, override);
                }
            }
            UUID comes = winner == null ? user : winner.user();
            if (winner != null) {
                won.add(winner.id());
            }
            if (comes != null && there(comes, instant)) {
                staffed++;
                duties.add(winner == null ? layer(row, comes) : duty(winner, comes, row.group));
            }
        }
        for (ScheduleOverride added : here) {
            if (added.kind() == OverrideKind.ADD && within(rows, added)) {
                ScheduleOverride winner = against(added, here);
                if (winner == null) {
                    UUID user = added.user();
                    if (user != null && there(user, instant)) {
                        duties.add(duty(added, user, added.group()));
                    }
                } else {
                    lost.add(added.id());
                    won.add(winner.id());
                    UUID comes = winner.user();
                    if (comes != null
                            && there(comes, instant)
                            && duties.stream().noneMatch(duty -> duty.by().equals(winner.id()))) {
                        duties.add(duty(winner, comes, added.group()));
                    }
                }
            }
        }
        lost.removeAll(won);
        return staffed;
    }

    /** What was made after somebody was added, and takes their place too. */
    private static @Nullable ScheduleOverride against(ScheduleOverride added, List<ScheduleOverride> here) {
        ScheduleOverride winner = null;
        for (ScheduleOverride override : here) {
            if (override.isAbout(added.group(), null)
                    && override.takesFrom(added.user())
                    && ScheduleOverride.CREATED.compare(override, added) > 0) {
                winner = higher(winner, override);
            }
        }
        return winner;
    }

    private void shadows(Instant instant, List<Row> rows, List<ScheduleOverride> here, List<Duty> duties) {
        Set<UUID> people = new LinkedHashSet<>();
        duties.forEach(duty -> people.add(duty.user()));
        for (ScheduleOverride shadow : here) {
            UUID user = shadow.user();
            UUID whom = shadow.replaces();
            if (shadow.kind() == OverrideKind.SHADOW
                    && user != null
                    && there(user, instant)
                    && within(rows, shadow)
                    && (whom == null ? !people.isEmpty() : people.contains(whom))) {
                duties.add(new Duty(user, shadow.group(), Source.OVERRIDE, shadow.id(), null, true));
            }
        }
    }

    private static boolean within(List<Row> rows, ScheduleOverride override) {
        return rows.stream().anyMatch(row -> override.isAbout(row.group, row.stretch));
    }

    private static ScheduleOverride higher(@Nullable ScheduleOverride winner, ScheduleOverride other) {
        return winner == null || ScheduleOverride.PRECEDENCE.compare(other, winner) > 0 ? other : winner;
    }

    private static Duty duty(ScheduleOverride override, UUID user, @Nullable UUID group) {
        Source source = override.swap() == null ? Source.OVERRIDE : Source.SWAP;
        return new Duty(user, group, source, override.id(), null, false);
    }

    private @Nullable TemporarySchedule temporary(Instant instant) {
        return temporaries.stream()
                .filter(temporary -> temporary.covers(instant))
                .max(Comparator.comparing(TemporarySchedule::createdAt)
                        .thenComparing(temporary -> temporary.id().toString()))
                .orElse(null);
    }

    /** The overrides that lie over this instant, in the order they were made. */
    private List<ScheduleOverride> covering(Instant instant) {
        int low = 0;
        int high = overrides.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (overrides.get(middle).start().isAfter(instant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        List<ScheduleOverride> found = new ArrayList<>();
        for (int i = low - 1; i >= 0 && latestEnd[i].isAfter(instant); i--) {
            if (overrides.get(i).covers(instant)) {
                found.add(overrides.get(i));
            }
        }
        found.sort(ScheduleOverride.CREATED);
        return found;
    }

    private int after(Instant instant) {
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle].isAfter(instant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
