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

/**
 * An override as somebody asks for it; its scope is one shift with {@code layer} and {@code turn}, one group with {@code
 * group}, else the schedule.
 *
 * @param correction why the past is changed; without it nothing is that is past
 */
public record OverrideDraft(
        UUID schedule,
        @Nullable OverrideKind kind,
        @Nullable UUID group,
        @Nullable UUID layer,
        @Nullable Instant turn,
        @Nullable UUID user,
        @Nullable UUID replaces,
        Instant start,
        Instant end,
        @Nullable String correction) {
    /** Longer is no exception but a change of the rotation. */
    static final Duration LONGEST = Duration.ofDays(366);

    static final Duration FURTHEST = Duration.ofDays(5 * 366);

    OverrideKind sureKind() {
        return kind == null ? OverrideKind.REPLACE : kind;
    }

    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad("/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            bad.add(new Answer.Bad("/end", "an override lasts 366 days at most; change the rotation instead"));
        }
        time(start, end, correction, now, bad);
        boolean goes = sureKind() == OverrideKind.REMOVE || sureKind() == OverrideKind.VACATE;
        if (goes && user != null) {
            bad.add(new Answer.Bad("/user", "nobody comes when somebody is removed"));
        } else if (!goes && user == null) {
            bad.add(new Answer.Bad("/user", "choose who is on call instead"));
        }
        if (sureKind() == OverrideKind.REMOVE && replaces == null) {
            bad.add(new Answer.Bad("/replaces", "choose whose place is taken"));
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

    /** What is past is closed unless it is corrected, and nobody plans further ahead than five years. */
    static void time(Instant start, Instant end, @Nullable String correction, Instant now, List<Answer.Bad> bad) {
        if (start.isAfter(now.plus(FURTHEST))) {
            bad.add(new Answer.Bad("/start", "this begins in more than five years"));
        }
        if (correction == null) {
            if (!end.isAfter(now)) {
                bad.add(new Answer.Bad("/end", Closing.OVER));
            }
        } else if (correction.isBlank()) {
            bad.add(new Answer.Bad("/correction", "say why the past is corrected"));
        } else if (start.isBefore(now.minus(LONGEST))) {
            bad.add(new Answer.Bad("/start", "a correction reaches back 366 days at most"));
        } else if (!start.isBefore(now)) {
            bad.add(new Answer.Bad("/correction", "nothing of this is past: leave it out"));
        }
    }

    /** From when it counts: from now on, unless the past is corrected. */
    static Instant counts(Instant start, @Nullable String correction, Instant now) {
        return correction == null ? Track.later(start, now) : start;
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
                id,
                schedule,
                sureKind(),
                group,
                layer,
                turn,
                user,
                replaces,
                counts(start, correction, now),
                end,
                null,
                now,
                by);
    }
}
