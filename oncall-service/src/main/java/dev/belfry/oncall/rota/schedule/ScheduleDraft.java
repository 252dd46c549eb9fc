package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.input.Zones;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as somebody asks for it.
 *
 * @param rotation the short form, instead of groups
 * @param effectiveFrom from when an edit counts; from now unless given
 * @param replacePlanned whether a change that was planned for later is dropped
 */
public record ScheduleDraft(
        String name,
        String timeZone,
        @Nullable UUID team,
        @Nullable RotationDraft rotation,
        @Nullable List<GroupDraft> groups,
        @Nullable Instant effectiveFrom,
        @Nullable Boolean replacePlanned) {
    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        Zones.check(timeZone, "/timeZone", bad);
        if ((rotation == null) == (groups == null)) {
            bad.add(new Answer.Bad("/groups", "say groups, or the short form rotation"));
        }
        if (rotation != null) {
            rotation.check(bad);
        }
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; groups != null && i < groups.size(); i++) {
            groups.get(i).check("/groups/" + i, bad);
            unique(groups.get(i), "/groups/" + i, ids, bad);
        }
        if (effectiveFrom != null
                && (effectiveFrom.isBefore(now)
                        || Duration.between(now, effectiveFrom).compareTo(OverrideDraft.FURTHEST) > 0)) {
            bad.add(new Answer.Bad(
                    "/effectiveFrom", "an edit counts from now or later, within five years: the past stays as it was"));
        }
        return bad;
    }

    private static void unique(GroupDraft group, String pointer, Set<UUID> ids, List<Answer.Bad> bad) {
        if (group.id() != null && !ids.add(group.id())) {
            bad.add(new Answer.Bad(pointer + "/id", "another group or layer has this id"));
        }
        for (int i = 0; i < group.layers().size(); i++) {
            UUID id = group.layers().get(i).id();
            if (id != null && !ids.add(id)) {
                bad.add(new Answer.Bad(pointer + "/layers/" + i + "/id", "another group or layer has this id"));
            }
        }
    }

    Set<UUID> people() {
        Set<UUID> people = new HashSet<>();
        for (GroupDraft group : sure()) {
            for (LayerDraft layer : group.layers()) {
                for (LayerDraft.MemberDraft member : layer.members()) {
                    if (member.user() != null) {
                        people.add(member.user());
                    }
                }
            }
        }
        return people;
    }

    /** @param kept whom the schedule names already: a person who became inactive stays until somebody takes them out */
    List<Answer.Bad> unknown(Known known, Set<UUID> kept) {
        List<Answer.Bad> bad = new ArrayList<>();
        List<GroupDraft> all = sure();
        for (int g = 0; g < all.size(); g++) {
            List<LayerDraft> layers = all.get(g).layers();
            for (int l = 0; l < layers.size(); l++) {
                for (int m = 0; m < layers.get(l).members().size(); m++) {
                    UUID user = layers.get(l).members().get(m).user();
                    String refusal = user == null ? null : known.refusal(user);
                    if (refusal != null && !(kept.contains(user) && known.all().contains(user))) {
                        String place = rotation != null
                                ? "/rotation/participants/" + m
                                : "/groups/" + g + "/layers/" + l + "/members/" + m + "/user";
                        bad.add(new Answer.Bad(place, refusal));
                    }
                }
            }
        }
        return bad;
    }

    /** Only for a draft that has nothing bad in it. */
    public Schedule schedule(UUID id, long version) {
        List<Group> made = new ArrayList<>();
        List<GroupDraft> all = sure();
        for (int i = 0; i < all.size(); i++) {
            made.add(all.get(i).group(id, i));
        }
        return new Schedule(id, name.strip(), team, ZoneId.of(timeZone), made, version);
    }

    private List<GroupDraft> sure() {
        return groups != null ? groups : rotation != null ? List.of(rotation.group()) : List.of();
    }
}
