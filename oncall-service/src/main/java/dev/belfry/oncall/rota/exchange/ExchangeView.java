package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.rota.calendar.Stretch;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be taken and given away, as it is drawn for one person; times are those of each schedule. */
public record ExchangeView(List<Wanted> wanted, List<Offer> offers, List<Turn> turns) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final int MOST_TURNS = 10;

    /** Somebody needs cover. */
    public record Wanted(
            UUID id,
            String schedule,
            String zone,
            String person,
            String from,
            String to,
            String note,
            boolean mayTake,
            boolean mayWithdraw) {}

    /** Somebody offers a swap. */
    public record Offer(
            UUID id,
            String schedule,
            String zone,
            String giver,
            String gives,
            String taker,
            String takes,
            String note,
            boolean mayAccept,
            boolean own) {}

    /** A shift of one's own that one may give away; {@code start} and {@code end} are for a form. */
    public record Turn(UUID schedule, String name, String zone, String from, String to, String start, String end) {}

    static ExchangeView of(
            List<CoverRequest> covers,
            List<Swap> swaps,
            List<Roll> rolls,
            Map<UUID, String> names,
            Principal who,
            Instant now) {
        List<Wanted> wanted = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        for (CoverRequest cover : covers) {
            Schedule schedule = schedule(rolls, cover.schedule());
            if (schedule != null) {
                wanted.add(wanted(cover, schedule, names, who));
            }
        }
        for (Swap swap : swaps) {
            Schedule schedule = schedule(rolls, swap.schedule());
            if (schedule != null) {
                offers.add(offer(swap, schedule, names, who));
            }
        }
        return new ExchangeView(wanted, offers, turns(rolls, who.userId(), now));
    }

    private static @Nullable Schedule schedule(List<Roll> rolls, UUID id) {
        return rolls.stream()
                .map(Roll::schedule)
                .filter(schedule -> schedule.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static Wanted wanted(CoverRequest cover, Schedule schedule, Map<UUID, String> names, Principal who) {
        boolean own = cover.part().user().equals(who.userId());
        return new Wanted(
                cover.id(),
                schedule.name(),
                schedule.zone().getId(),
                names.getOrDefault(cover.part().user(), "somebody"),
                time(cover.part().start(), schedule.zone()),
                time(cover.part().end(), schedule.zone()),
                cover.note(),
                !own && who.userId() != null && who.maySomewhere(Role.RESPONDER),
                own || who.may(Role.MANAGER, schedule.team()));
    }

    private static Offer offer(Swap swap, Schedule schedule, Map<UUID, String> names, Principal who) {
        ZoneId zone = schedule.zone();
        boolean manages = who.may(Role.MANAGER, schedule.team());
        boolean own = swap.give().user().equals(who.userId());
        return new Offer(
                swap.id(),
                schedule.name(),
                zone.getId(),
                names.getOrDefault(swap.give().user(), "somebody"),
                span(swap.give(), zone),
                names.getOrDefault(swap.take().user(), "somebody"),
                span(swap.take(), zone),
                swap.note(),
                manages || swap.take().user().equals(who.userId()),
                own);
    }

    private static List<Turn> turns(List<Roll> rolls, @Nullable UUID me, Instant now) {
        List<Turn> turns = new ArrayList<>();
        if (me == null) {
            return turns;
        }
        record Own(Schedule schedule, Stretch stretch) {}
        List<Own> all = new ArrayList<>();
        for (Roll roll : rolls) {
            for (Stretch stretch : Stretch.of(roll.shifts(), me)) {
                boolean whole =
                        !stretch.end().equals(Instant.MAX) && stretch.end().isAfter(now);
                if (whole && !stretch.duty().shadow()) {
                    all.add(new Own(roll.schedule(), stretch));
                }
            }
        }
        all.sort(Comparator.comparing(own -> own.stretch.start()));
        for (Own own : all.subList(0, Math.min(all.size(), MOST_TURNS))) {
            ZoneId zone = own.schedule.zone();
            Instant start = own.stretch.start().isBefore(now)
                    ? now.plus(1, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES)
                    : own.stretch.start();
            turns.add(new Turn(
                    own.schedule.id(),
                    own.schedule.name(),
                    zone.getId(),
                    time(start, zone),
                    time(own.stretch.end(), zone),
                    LocalDateTime.ofInstant(start, zone).toString(),
                    LocalDateTime.ofInstant(own.stretch.end(), zone).toString()));
        }
        return turns;
    }

    private static String span(Part part, ZoneId zone) {
        return time(part.start(), zone) + " to " + time(part.end(), zone);
    }

    private static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }
}
