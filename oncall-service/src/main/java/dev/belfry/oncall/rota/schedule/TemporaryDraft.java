package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A temporary schedule as somebody asks for it.
 *
 * @param correction why the past is changed; without it nothing is that is past
 */
public record TemporaryDraft(
        UUID schedule,
        Instant start,
        Instant end,
        Mode mode,
        List<TemporarySchedule.Stint> shifts,
        @Nullable String correction) {
    /** What happens in the hours that no shift fills. */
    public enum Mode {
        REPLACE,
        FILL
    }

    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (!end.isAfter(start)) {
            bad.add(new Answer.Bad("/end", "this is not after the start"));
        } else if (Duration.between(start, end).compareTo(OverrideDraft.LONGEST) > 0) {
            bad.add(new Answer.Bad("/end", "a temporary schedule lasts 366 days at most"));
        }
        OverrideDraft.time(start, end, correction, now, bad);
        if (mode == Mode.FILL && shifts.isEmpty()) {
            bad.add(new Answer.Bad("/shifts", "without a shift it changes nothing; say replace to have nobody"));
        }
        for (int i = 0; i < shifts.size(); i++) {
            TemporarySchedule.Stint shift = shifts.get(i);
            if (!shift.end().isAfter(shift.start())) {
                bad.add(new Answer.Bad("/shifts/" + i + "/end", "this is not after the start"));
            } else if (shift.start().isBefore(start) || shift.end().isAfter(end)) {
                bad.add(new Answer.Bad("/shifts/" + i + "/start", "this shift is not within the temporary schedule"));
            }
        }
        return bad;
    }

    List<Answer.Bad> unknown(Known known) {
        List<Answer.Bad> bad = new ArrayList<>();
        for (int i = 0; i < shifts.size(); i++) {
            String refusal = known.refusal(shifts.get(i).user());
            if (refusal != null) {
                bad.add(new Answer.Bad("/shifts/" + i + "/user", refusal));
            }
        }
        return bad;
    }

    TemporarySchedule temporary(UUID id, Instant now) {
        Instant from = OverrideDraft.counts(start, correction, now);
        List<TemporarySchedule.Stint> ahead = shifts.stream()
                .filter(shift -> shift.end().isAfter(from))
                .map(shift -> new TemporarySchedule.Stint(shift.user(), Track.later(shift.start(), from), shift.end()))
                .toList();
        return new TemporarySchedule(id, schedule, from, end, mode == Mode.FILL, ahead, now);
    }
}
