package dev.belfry.oncall.rota.board;

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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call now, the reader's own teams first, and the reader's next shifts: for the home page.
 *
 * @param more how many schedules are not shown
 */
public record OnCallNow(List<Board.Seat> seats, int more, List<Mine> mine) {
    private static final int MOST_SEATS = 8;
    private static final int MOST_SHIFTS = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    public OnCallNow {
        seats = List.copyOf(seats);
        mine = List.copyOf(mine);
    }

    /** A shift of the reader's, in the zone of its schedule. */
    public record Mine(String schedule, Instant start, Instant end, String timeZone) {
        /** From when until when, as far as it has ends. */
        public String words() {
            boolean begins = !start.equals(Instant.MIN);
            if (end.equals(Instant.MAX)) {
                return begins ? "from " + local(start) + " until further notice" : "until further notice";
            }
            return begins ? local(start) + " to " + local(end) : "until " + local(end);
        }

        private String local(Instant at) {
            return TIME.format(at.atZone(ZoneId.of(timeZone)));
        }
    }

    /** @param me null for who is no person */
    static OnCallNow of(List<Roll> rolls, Map<UUID, String> teams, Set<UUID> myTeams, @Nullable UUID me, Instant now) {
        List<Board.Seat> seats = new ArrayList<>();
        seats.addAll(seats(rolls, teams, myTeams, true));
        seats.addAll(seats(rolls, teams, myTeams, false));
        List<Mine> mine = new ArrayList<>();
        for (Roll roll : rolls) {
            for (Shift shift : roll.shifts()) {
                if (me != null && shift.people().contains(me) && shift.end().isAfter(now)) {
                    mine.add(new Mine(
                            roll.schedule().name(),
                            shift.start(),
                            shift.end(),
                            roll.schedule().zone().getId()));
                }
            }
        }
        mine.sort(Comparator.comparing(Mine::start));
        int shown = Math.min(MOST_SEATS, seats.size());
        return new OnCallNow(
                seats.subList(0, shown), seats.size() - shown, mine.subList(0, Math.min(MOST_SHIFTS, mine.size())));
    }

    private static List<Board.Seat> seats(List<Roll> rolls, Map<UUID, String> teams, Set<UUID> myTeams, boolean own) {
        List<Roll> some = rolls.stream()
                .filter(roll -> own
                        == (roll.schedule().team() != null
                                && myTeams.contains(roll.schedule().team())))
                .toList();
        return Board.of(some, teams).schedules();
    }
}
