package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A layer in its time zone, ready to be asked. */
final class Track {
    private final Layer layer;
    private final ZoneId zone;
    private final Turns turns;
    private final Windows windows;
    private final boolean worked;
    private final Instant from;
    private final Instant until;
    /** The last turn that was counted: the next question is mostly about one near it. */
    private long counted;

    private long count;

    Track(Layer layer, ZoneId ofSchedule) {
        this.layer = layer;
        this.zone = layer.zone(ofSchedule);
        this.turns = Turns.of(layer.rotation(), zone);
        this.windows = new Windows(layer.restrictions(), Offsets.of(zone));
        this.worked = layer.worked();
        this.from = instant(layer.from(), Instant.MIN);
        this.until = instant(layer.until(), Instant.MAX);
    }

    private Instant instant(@Nullable LocalDateTime local, Instant otherwise) {
        return local == null ? otherwise : LocalInstant.of(local, zone);
    }

    /**
     * A stretch in which this layer has the same person, or nobody; the next one may be alike.
     *
     * @param turn when the turn begins, which is the same for all stretches of a turn
     */
    record Stretch(
            Instant start,
            Instant end,
            @Nullable UUID user,
            @Nullable UUID layer,
            @Nullable Instant turn) {
        static Stretch nobody(Instant start, Instant end) {
            return new Stretch(start, end, null, null, null);
        }

        Stretch within(Instant first, Instant last) {
            return start.isBefore(first) || end.isAfter(last)
                    ? new Stretch(later(start, first), earlier(end, last), user, layer, turn)
                    : this;
        }
    }

    Stretch at(Instant instant) {
        if (instant.isBefore(from)) {
            return Stretch.nobody(Instant.MIN, from);
        }
        if (!instant.isBefore(until)) {
            return Stretch.nobody(until, Instant.MAX);
        }
        Windows.Stretch window = windows.at(instant);
        Instant start = later(from, window.start());
        Instant end = earlier(until, window.end());
        if (!window.inside() || layer.members().isEmpty()) {
            return Stretch.nobody(start, end);
        }
        long turn = turns.at(instant);
        Instant begins = turns.boundary(turn);
        start = later(start, begins);
        end = earlier(end, turns.boundary(turn + 1));
        if (begins.equals(Instant.MIN)) {
            return Stretch.nobody(start, end);
        }
        return member(turn, instant).within(start, end);
    }

    private Stretch member(long turn, Instant instant) {
        Member member = whose(turn);
        Instant first = instant(member.from(), Instant.MIN);
        Instant last = instant(member.until(), Instant.MAX);
        if (instant.isBefore(first)) {
            return Stretch.nobody(Instant.MIN, first);
        }
        if (!instant.isBefore(last)) {
            return Stretch.nobody(last, Instant.MAX);
        }
        return member.user() == null
                ? Stretch.nobody(first, last)
                : new Stretch(first, last, member.user(), layer.id(), turns.boundary(turn));
    }

    private Member whose(long turn) {
        List<Member> members = layer.members();
        long place = Math.floorDiv(
                worked ? worked(turn) : turn, (long) layer.rotation().shiftsPerMember());
        return members.get(Math.floorMod(place, members.size()));
    }

    /** How many turns from the anchor on were worked before this one. */
    private long worked(long turn) {
        count += turn < counted ? -turns.worked(turn, counted, windows) : turns.worked(counted, turn, windows);
        counted = turn;
        return count;
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
