package dev.belfry.oncall.rota.handoff;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Redrawn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Decides which zones have new rules, and whom to tell that their shifts move.
 *
 * @param version that of the rules in use
 * @param moved the zones whose clocks go otherwise than was kept
 * @param keep what is to be kept from now on
 */
record RuleChanges(String version, Map<ZoneId, Moved> moved, List<KeptRules> keep) {
    /** How much is compared, from where the rules part. */
    private static final Duration COMPARED = Duration.ofDays(90);

    /** @param from when the clocks first differ, or now where they do already */
    record Moved(KeptRules former, Instant from) {}

    /**
     * Rules that are newer than those in use stay: another replica has them and has told people, and this one is about to
     * be replaced.
     */
    static RuleChanges of(Map<ZoneId, KeptRules> kept, Collection<ZoneId> used, String version, Instant now) {
        Map<ZoneId, Moved> moved = new TreeMap<>(Comparator.comparing(ZoneId::getId));
        List<KeptRules> keep = new ArrayList<>();
        for (ZoneId zone : used) {
            KeptRules former = kept.get(zone);
            KeptRules inUse = KeptRules.of(zone, zone.getRules(), version, now);
            if (former == null || former.version().compareTo(version) <= 0) {
                keep.add(inUse);
                Instant from = former == null ? null : former.differsFrom(inUse, now);
                if (former != null && from != null) {
                    moved.put(zone, new Moved(former, from));
                }
            }
        }
        keep.sort(Comparator.comparing(one -> one.zone().getId()));
        return new RuleChanges(version, moved, keep);
    }

    /** Those that concern a schedule with these zones. */
    RuleChanges within(Set<ZoneId> zones) {
        Map<ZoneId, Moved> own = new TreeMap<>(Comparator.comparing(ZoneId::getId));
        own.putAll(moved);
        own.keySet().retainAll(zones);
        return new RuleChanges(version, own, List.of());
    }

    boolean isEmpty() {
        return moved.isEmpty();
    }

    /** Until when shifts are compared: not further than any of the former rules is known. */
    Instant until() {
        Instant last =
                moved.values().stream().map(Moved::from).max(Instant::compareTo).orElseThrow();
        return moved.values().stream()
                .map(one -> one.former().until())
                .reduce(last.plus(COMPARED), (one, other) -> one.isBefore(other) ? one : other);
    }

    /** The zone as it was. */
    ZoneId former(ZoneId zone) {
        Moved one = moved.get(zone);
        return one == null ? zone : FormerZones.of(one.former());
    }

    /**
     * One notice for each whose time differs.
     *
     * @param write what happened once
     */
    List<NoticeRequest> notices(UUID write, Redrawn drawn, Instant now) {
        Instant to = until();
        ZoneId zone = drawn.asIs().schedule().zone();
        String name = drawn.asIs().schedule().name();
        String path = "/schedules/" + drawn.asIs().schedule().id();
        return ShiftChanges.differing(drawn.inOtherZones(), drawn.asIs(), now, to).stream()
                .map(change -> {
                    StringBuilder text = new StringBuilder("New time zone rules for ")
                            .append(moved.keySet().stream().map(ZoneId::getId).collect(Collectors.joining(" and ")))
                            .append(" (")
                            .append(version)
                            .append(") move your shifts on \"")
                            .append(name)
                            .append("\".\n");
                    ShiftLines lines = ShiftLines.withOffset(to);
                    lines.add(text, "They were:", change.gone(), former(zone));
                    lines.add(text, "They are now:", change.come(), zone);
                    return ShiftChanges.notice(write, change.person(), name, path, text.toString(), now);
                })
                .toList();
    }
}
