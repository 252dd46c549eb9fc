package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form for a temporary schedule; when it is refused, the form keeps it and says why at each field.
 *
 * @param mode {@code fill} when the usual rules count between its shifts, {@code replace} when nobody is on call there
 * @param turn how long each turn is that the form is to fill in; one of {@link #TURNS}
 * @param find a part of a name to look for
 * @param errors by field
 */
public record TemporaryForm(
        String start,
        String end,
        String mode,
        List<Line> lines,
        String turn,
        String find,
        String correction,
        Map<String, String> errors) {
    /** So many shifts fit in the form; the API takes more. */
    static final int MOST = 50;

    private static final Map<String, TemporalAmount> LENGTHS =
            Map.of("PT12H", Duration.ofHours(12), "P1D", Period.ofDays(1), "P7D", Period.ofDays(7));

    /** The turns that can be filled in, by the value of the field. */
    public static final List<Map.Entry<String, String>> TURNS =
            List.of(Map.entry("P1D", "a day"), Map.entry("PT12H", "12 hours"), Map.entry("P7D", "a week"));

    /** One shift as it was typed. */
    public record Line(String user, String start, String end) {}

    /** @param typed the fields of the form; those of the shifts end with their place */
    static TemporaryForm typed(UnaryOperator<String> typed) {
        var lines = new ArrayList<Line>();
        var count = typed.apply("lines");
        for (var i = 0; i < MOST && count.matches("\\d{1,2}") && i < Integer.parseInt(count); i++) {
            lines.add(new Line(typed.apply("user-" + i), typed.apply("start-" + i), typed.apply("end-" + i)));
        }
        return new TemporaryForm(
                typed.apply("start"),
                typed.apply("end"),
                typed.apply("mode").equals("replace") ? "replace" : "fill",
                lines,
                typed.apply("turn"),
                typed.apply("find"),
                typed.apply("correction"),
                Map.of());
    }

    private TemporaryForm with(List<Line> shifts) {
        return new TemporaryForm(start, end, mode, shifts, turn, find, correction, errors);
    }

    TemporaryForm refused(Map<String, String> why) {
        return new TemporaryForm(start, end, mode, lines, turn, find, correction, why);
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** With one more shift, which begins where the last one ends. */
    TemporaryForm more() {
        if (lines.size() >= MOST) {
            return refused(Map.of("lines", MOST + " shifts fit in this form. The API takes up to 500."));
        }
        var added = new ArrayList<>(lines);
        added.add(lines.isEmpty() ? new Line("", start, end) : new Line("", lines.getLast().end, end));
        return with(added);
    }

    TemporaryForm without(int place) {
        var fewer = new ArrayList<>(lines);
        if (place < fewer.size()) {
            fewer.remove(place);
        }
        return with(fewer);
    }

    /**
     * With the whole time shared out in turns of equal length. A turn of days or weeks ends at the same time of day as it
     * began, whatever the clocks do between.
     *
     * @param people who take turns, in this order
     */
    TemporaryForm shared(List<UUID> people, ZoneId zone) {
        var length = LENGTHS.get(turn);
        var from = LocalInstant.read(start, zone);
        var until = LocalInstant.read(end, zone);
        if (from == null || until == null || !until.isAfter(from)) {
            return refused(Map.of("start", "Enter when it begins and ends first."));
        }
        if (people.isEmpty() || length == null) {
            return refused(Map.of("turn", "Nobody is in the rotation of this schedule. Add the shifts one by one."));
        }
        var shared = new ArrayList<Line>();
        var at = from;
        while (at.isBefore(until) && shared.size() <= MOST) {
            var next = after(at, length, zone);
            var last = next.isBefore(until) ? next : until;
            var user = people.get(shared.size() % people.size()).toString();
            shared.add(new Line(user, typed(at, zone), typed(last, zone)));
            at = last;
        }
        return shared.size() > MOST
                ? refused(Map.of("turn", "These are more than " + MOST + " shifts. Choose longer turns."))
                : with(shared);
    }

    private static Instant after(Instant at, TemporalAmount length, ZoneId zone) {
        return length instanceof Period
                ? LocalInstant.of(LocalDateTime.ofInstant(at, zone).plus(length), zone)
                : at.plus(length);
    }

    /** With the offset where the clock shows this time twice, so that it is read back as what it is. */
    private static String typed(Instant at, ZoneId zone) {
        var local = Times.field(at, zone);
        return LocalInstant.passes(local, zone).isEmpty()
                ? local
                : at.atZone(zone).toOffsetDateTime().withSecond(0).withNano(0).toString();
    }

    /** Who is named in it, so that the lists of people have them. */
    List<UUID> named() {
        return lines.stream()
                .map(line -> Uuids.of(line.user))
                .filter(one -> one != null)
                .toList();
    }

    /** What each field is called in the list of what is wrong. */
    public Map<String, String> labels() {
        var labels = new LinkedHashMap<>(Map.of(
                "start",
                "From",
                "end",
                "Until",
                "lines",
                "Shifts",
                "turn",
                "Take turns",
                "correction",
                "Why the past is corrected"));
        for (var i = 0; i < lines.size(); i++) {
            labels.put("user-" + i, "Shift " + (i + 1) + ", who");
            labels.put("start-" + i, "Shift " + (i + 1) + ", from");
            labels.put("end-" + i, "Shift " + (i + 1) + ", until");
        }
        return labels;
    }

    /** The field of the form that each refusal is about, and what to say there. */
    static Map<String, String> errors(List<Answer.Bad> bad) {
        var errors = new LinkedHashMap<String, String>();
        bad.forEach(one -> errors.putIfAbsent(field(one.pointer()), OverrideForm.sentence(one.detail())));
        return errors;
    }

    private static String field(String pointer) {
        var parts = pointer.split("/", -1);
        return parts.length == 4
                ? parts[3] + "-" + parts[2]
                : switch (pointer) {
                    case "/start", "/end", "/correction" -> pointer.substring(1);
                    default -> "lines";
                };
    }

    /** Time within it that no shift fills; none while a time is missing or unclear. */
    public List<String> holes(ZoneId zone) {
        var from = LocalInstant.read(start, zone);
        var until = LocalInstant.read(end, zone);
        if (from == null || until == null || lines.isEmpty()) {
            return List.of();
        }
        var shifts = new ArrayList<Instant[]>();
        for (var line : lines) {
            var begins = LocalInstant.read(line.start, zone);
            var ends = LocalInstant.read(line.end, zone);
            if (begins == null || ends == null) {
                return List.of();
            }
            shifts.add(new Instant[] {begins, ends});
        }
        shifts.sort((one, other) -> one[0].compareTo(other[0]));
        shifts.add(new Instant[] {until, until});
        var holes = new ArrayList<String>();
        var covered = from;
        for (var shift : shifts) {
            var hole = hole(covered, shift[0], zone);
            if (hole != null) {
                holes.add(hole);
            }
            covered = Strand.later(covered, shift[1]);
        }
        return holes;
    }

    private static @Nullable String hole(Instant covered, Instant next, ZoneId zone) {
        return next.isAfter(covered) ? Exceptions.when(covered, next, zone) : null;
    }
}
