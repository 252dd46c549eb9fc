package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An override as somebody asks for it. */
public record OverrideDraft(
        UUID schedule, UUID user, @Nullable UUID replaces, Instant start, Instant end) {
    /** Longer is no exception but a change of the rotation. */
    static final Duration LONGEST = Duration.ofDays(366);

    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad("/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            bad.add(new Answer.Bad("/end", "an override lasts 366 days at most; change the rotation instead"));
        }
        return bad;
    }

    List<Answer.Bad> unknown(Set<UUID> people, boolean scheduleExists) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!scheduleExists) {
            bad.add(new Answer.Bad("/schedule", "there is no such schedule"));
        }
        if (!people.contains(user)) {
            bad.add(new Answer.Bad("/user", "there is no such user"));
        }
        if (replaces != null && !people.contains(replaces)) {
            bad.add(new Answer.Bad("/replaces", "there is no such user"));
        }
        return bad;
    }

    ScheduleOverride override(UUID id, Instant now) {
        return new ScheduleOverride(id, schedule, user, start, end, replaces, now);
    }
}
