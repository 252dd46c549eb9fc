package dev.belfry.oncall.rota.board;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Shift;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is on call now on some schedules and who is next, by names alone: it may hang where anybody can see it. */
public record Board(List<Seat> schedules) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    public Board {
        schedules = List.copyOf(schedules);
    }

    /**
     * One schedule.
     *
     * @param team what the team that owns it is called
     * @param onCall nobody in a gap
     * @param until when the people change; null when they do not as far as is known
     * @param next who is on call then
     */
    public record Seat(
            String schedule,
            @Nullable String team,
            List<String> onCall,
            @Nullable Instant until,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> next,

            String timeZone) {
        /** When the people change, in the schedule's zone. */
        @JsonIgnore
        public String untilLocal() {
            return until == null ? "" : TIME.format(until.atZone(ZoneId.of(timeZone)));
        }
    }

    /** By team, then by schedule; those of no team last. */
    static Board of(List<Roll> rolls, Map<UUID, String> teams) {
        List<Seat> seats = new ArrayList<>();
        for (Roll roll : rolls) {
            UUID team = roll.schedule().team();
            seats.add(seat(roll, team == null ? null : teams.get(team)));
        }
        seats.sort(Comparator.comparing(Seat::team, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER))
                .thenComparing(Seat::schedule, String.CASE_INSENSITIVE_ORDER));
        return new Board(seats);
    }

    /** A shift that follows with the same people is the same to who looks at the board. */
    private static Seat seat(Roll roll, @Nullable String team) {
        List<UUID> now = roll.shifts().getFirst().people();
        Shift change = null;
        for (Shift shift : roll.shifts()) {
            if (!shift.people().equals(now)) {
                change = shift;
                break;
            }
        }
        return new Seat(
                roll.schedule().name(),
                team,
                names(roll, now),
                change == null ? null : change.start(),
                change == null ? null : names(roll, change.people()),
                roll.schedule().zone().getId());
    }

    private static List<String> names(Roll roll, List<UUID> people) {
        return people.stream().map(roll::name).toList();
    }
}
