package dev.belfry.oncall.schedule;

import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.answer.Zones;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schedule as somebody asks for it. */
public record ScheduleDraft(String name, String timeZone, RotationDraft rotation) {
    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        Zones.check(timeZone, "/timeZone", bad);
        LocalDateTime start = start();
        if (start == null || start.getYear() < 1970 || start.getYear() > 2200) {
            bad.add(new Answer.Bad("/rotation/start", "this is not a local date and time such as 2026-01-05T09:00"));
        }
        return bad;
    }

    List<Answer.Bad> unknown(Set<UUID> known) {
        List<Answer.Bad> bad = new ArrayList<>();
        for (int i = 0; i < rotation.participants().size(); i++) {
            if (!known.contains(rotation.participants().get(i))) {
                bad.add(new Answer.Bad("/rotation/participants/" + i, "there is no such user"));
            }
        }
        return bad;
    }

    /** Only for a draft that has nothing bad in it. */
    Schedule schedule(UUID id, long version) {
        LocalDateTime start = start();
        if (start == null) {
            throw new IllegalStateException("the draft was not checked");
        }
        int every = rotation.every() == null ? 1 : rotation.every();
        Rotation turns = new Rotation(rotation.unit(), every, start, rotation.participants());
        return new Schedule(id, name.strip(), null, ZoneId.of(timeZone), turns, version);
    }

    private @Nullable LocalDateTime start() {
        try {
            return LocalDateTime.parse(rotation.start());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
