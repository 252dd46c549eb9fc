package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An override as somebody asks for it; its scope is one shift with {@code layer} and {@code turn}, one group with {@code group}, else the schedule. */
public record OverrideDraft(
        UUID schedule,
        @Nullable OverrideKind kind,
        @Nullable UUID group,
        @Nullable UUID layer,
        @Nullable Instant turn,
        @Nullable UUID user,
        @Nullable UUID replaces,
        Instant start,
        Instant end) {
    /** Longer is no exception but a change of the rotation. */
    static final Duration LONGEST = Duration.ofDays(366);

    OverrideKind sureKind() {
        return kind == null ? OverrideKind.REPLACE : kind;
    }

    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad("/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            bad.add(new Answer.Bad("/end", "an override lasts 366 days at most; change the rotation instead"));
        }
        boolean goes = sureKind() == OverrideKind.REMOVE || sureKind() == OverrideKind.VACATE;
        if (goes && user != null) {
            bad.add(new Answer.Bad("/user", "nobody comes when somebody is removed"));
        } else if (!goes && user == null) {
            bad.add(new Answer.Bad("/user", "say who comes"));
        }
        if (sureKind() == OverrideKind.REMOVE && replaces == null) {
            bad.add(new Answer.Bad("/replaces", "say who goes"));
        }
        boolean pointless = sureKind() == OverrideKind.ADD || sureKind() == OverrideKind.VACATE;
        if (pointless && replaces != null) {
            bad.add(new Answer.Bad("/replaces", "this kind is not about one person"));
        }
        if (user != null && user.equals(replaces)) {
            bad.add(new Answer.Bad("/replaces", "this is the same person"));
        }
        if ((layer == null) != (turn == null)) {
            bad.add(new Answer.Bad(layer == null ? "/layer" : "/turn", "one shift is named by its layer and its turn"));
        }
        return bad;
    }

    Set<UUID> people() {
        Set<UUID> people = new HashSet<>();
        if (user != null) {
            people.add(user);
        }
        if (replaces != null) {
            people.add(replaces);
        }
        return people;
    }

    /**
     * Somebody inactive can be replaced, and replaces nobody.
     *
     * @param of the schedule as it is now; null when there is none
     */
    List<Answer.Bad> unknown(Known known, @Nullable Schedule of) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (of == null) {
            bad.add(new Answer.Bad("/schedule", "there is no such schedule"));
        } else {
            if (group != null && of.groups().stream().noneMatch(one -> one.id().equals(group))) {
                bad.add(new Answer.Bad("/group", "the schedule has no such group"));
            }
            if (layer != null
                    && of.groups().stream()
                            .flatMap(one -> one.layers().stream())
                            .noneMatch(one -> one.id().equals(layer))) {
                bad.add(new Answer.Bad("/layer", "the schedule has no such layer"));
            }
        }
        String refusal = user == null ? null : known.refusal(user);
        if (refusal != null) {
            bad.add(new Answer.Bad("/user", refusal));
        }
        if (replaces != null && !known.all().contains(replaces)) {
            bad.add(new Answer.Bad("/replaces", "there is no such user"));
        }
        return bad;
    }

    ScheduleOverride override(UUID id, Instant now, String by) {
        return new ScheduleOverride(
                id, schedule, sureKind(), group, layer, turn, user, replaces, start, end, null, now, by);
    }
}
