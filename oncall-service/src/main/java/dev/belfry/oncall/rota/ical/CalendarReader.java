package dev.belfry.oncall.rota.ical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a calendar file between two instants: rules expanded, exceptions taken out, moved occurrences where
 * they were moved to, what was cancelled left out.
 *
 * <p>It is ours and not ical4j's, with which feeds are written: what strangers send has to be bounded by how much it makes
 * of itself, and refused by the line that is broken.
 */
public final class CalendarReader {
    /** How many events somebody's calendar may have in the time that is asked for. */
    public static final int MOST = 5_000;

    private static final int LONGEST_TEXT = 200;
    private static final Pattern DURATION = Pattern.compile(
            "\\+?P(?:(\\d{1,4})W)?(?:(\\d{1,4})D)?(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,7})S)?)?");

    private final ZoneRules reader;
    private final Instant from;
    private final Instant until;
    private final FileZones zones;
    private final Recurrence.Budget budget = new Recurrence.Budget();
    private final List<Occurrence> found = new ArrayList<>();

    private CalendarReader(ZoneRules reader, Instant from, Instant until, FileZones zones) {
        this.reader = reader;
        this.from = from;
        this.until = until;
        this.zones = zones;
    }

    /** @param zone where the reader is: there days and times without a zone count; null for what the calendar says */
    public static Reading read(String text, @Nullable ZoneId zone, Instant from, Instant until) {
        try {
            List<Component> calendars = Component.calendars(text);
            Component first = calendars.getFirst();
            ZoneId said = FileZones.iana(first.text("X-WR-TIMEZONE"));
            ZoneId named = said != null && said.getId().contains("/") ? said : ZoneId.of("UTC");
            ZoneId counted = zone == null ? named : zone;
            CalendarReader reader =
                    new CalendarReader(counted.getRules(), from, until, new FileZones(calendars, until));
            calendars.forEach(reader::take);
            reader.found.sort(Comparator.comparing(Occurrence::start)
                    .thenComparing(Occurrence::end)
                    .thenComparing(one -> one.event().uid()));
            String name = cut(first.text("X-WR-CALNAME"));
            return new Reading.Read(name.isEmpty() ? null : name, counted, reader.found);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException broken) {
            String why = broken.getMessage();
            return new Reading.Refused(why == null ? "the file cannot be read" : why);
        }
    }

    /** An event with its first time; a moved occurrence stands for the one that {@code instead} names. */
    private record Told(
            Component part,
            Event event,
            Moment start,
            Length length,
            @Nullable Moment instead) {}

    /**
     * How long something lasts. Days are days whatever the clocks do, and what ends at nine ends at nine: RFC 5545
     * §3.8.5.3 would have the exact duration repeated, but calendar programs draw the local end, and shifts change by it.
     */
    private record Length(Duration local, Duration exact) {
        Instant end(LocalDateTime start, ZoneRules rules) {
            return Moment.instant(start.plus(local), rules).plus(exact);
        }
    }

    private void take(Component calendar) {
        List<Told> all = new ArrayList<>();
        Map<String, Set<Instant>> moved = new HashMap<>();
        for (Component part : calendar.parts("VEVENT")) {
            Told told = told(part);
            Moment instead = told.instead;
            if (instead != null) {
                moved.computeIfAbsent(told.event.uid(), uid -> new HashSet<>()).add(instead.instant(reader));
            }
            if (!part.text("STATUS").equalsIgnoreCase("CANCELLED")) {
                all.add(told);
            }
        }
        for (Told told : all) {
            if (told.instead == null) {
                repeated(told, moved.getOrDefault(told.event.uid(), Set.of()));
            } else {
                add(told, told.start.local());
            }
        }
    }

    private Told told(Component part) {
        ContentLine begins = part.sure("DTSTART");
        Moment start = Moment.of(begins, begins.value(), zones);
        ContentLine instead = part.first("RECURRENCE-ID");
        return new Told(
                part,
                event(part),
                start,
                length(part, start),
                instead == null ? null : moment(instead, instead.value()));
    }

    private static Event event(Component part) {
        Set<String> mails = new LinkedHashSet<>();
        for (String property : List.of("ATTENDEE", "ORGANIZER")) {
            if (!mails.isEmpty()) {
                break;
            }
            for (ContentLine line : part.all(property)) {
                String address = line.value().strip().toLowerCase(Locale.ROOT);
                String mail = address.startsWith("mailto:") ? address.substring(7) : line.parameter("EMAIL");
                if (mail.contains("@") && mail.length() <= LONGEST_TEXT && mails.size() < 50) {
                    mails.add(mail.toLowerCase(Locale.ROOT));
                }
            }
        }
        return new Event(
                cut(part.text("UID")),
                cut(part.text("SUMMARY")),
                List.copyOf(mails),
                part.text("TRANSP").equalsIgnoreCase("TRANSPARENT"),
                part.text("X-MICROSOFT-CDO-BUSYSTATUS").equalsIgnoreCase("OOF"));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private Moment moment(ContentLine line, String value) {
        return Moment.of(line, value, zones);
    }

    private Length length(Component part, Moment start) {
        ContentLine end = part.first("DTEND");
        ContentLine lasts = part.first("DURATION");
        if (end != null) {
            Moment stop = moment(end, end.value());
            if (stop.instant(reader).isBefore(start.instant(reader))) {
                throw end.wrong("this is before the start");
            }
            return Objects.equals(start.rules(), stop.rules())
                    ? new Length(Duration.between(start.local(), stop.local()), Duration.ZERO)
                    : new Length(Duration.ZERO, Duration.between(start.instant(reader), stop.instant(reader)));
        }
        if (lasts != null) {
            Matcher match = DURATION.matcher(lasts.value().strip());
            if (!match.matches()) {
                throw lasts.wrong("this is not a duration such as PT8H");
            }
            return new Length(
                    Duration.ofDays(7L * number(match.group(1)) + number(match.group(2))),
                    Duration.ofHours(number(match.group(3)))
                            .plusMinutes(number(match.group(4)))
                            .plusSeconds(number(match.group(5))));
        }
        return new Length(start.day() ? Duration.ofDays(1) : Duration.ZERO, Duration.ZERO);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** The first time, those of the rules and those that were added, without those that were taken out. */
    private void repeated(Told told, Set<Instant> moved) {
        ZoneRules rules = rules(told);
        TreeSet<LocalDateTime> starts = new TreeSet<>();
        starts.add(told.start.local());
        for (ContentLine line : told.part.all("RDATE")) {
            for (String value : line.value().split(",", -1)) {
                // A period's own end is not read: it lasts as long as the others.
                Instant added = moment(line, value.replaceFirst("/.*", "")).instant(reader);
                starts.add(LocalDateTime.ofInstant(added, rules.getOffset(added)));
            }
        }
        for (ContentLine line : told.part.all("RRULE")) {
            Recurrence rule = Recurrence.of(line, told.start.local(), rules, budget);
            while (rule.hasNext()) {
                LocalDateTime next = rule.next();
                if (!Moment.instant(next, rules).isBefore(until)) {
                    break;
                }
                if (told.length.end(next, rules).isAfter(from)) {
                    starts.add(next);
                }
            }
        }
        Set<Instant> left = new HashSet<>(moved);
        Set<LocalDateTime> leftDays = new HashSet<>();
        for (ContentLine line : told.part.all("EXDATE")) {
            for (String value : line.value().split(",", -1)) {
                Moment one = moment(line, value);
                left.add(one.instant(reader));
                if (one.day()) {
                    leftDays.add(one.local());
                }
            }
        }
        for (LocalDateTime start : starts) {
            boolean out = left.contains(Moment.instant(start, rules))
                    || leftDays.contains(start.truncatedTo(ChronoUnit.DAYS));
            if (!out) {
                add(told, start);
            }
        }
    }

    private ZoneRules rules(Told told) {
        ZoneRules own = told.start.rules();
        return own == null ? reader : own;
    }

    private void add(Told told, LocalDateTime start) {
        ZoneRules rules = rules(told);
        Instant begins = Moment.instant(start, rules);
        Instant ends = told.length.end(start, rules);
        if (!ends.isAfter(from) || !begins.isBefore(until) || !ends.isAfter(begins)) {
            return;
        }
        if (found.size() == MOST) {
            throw new IllegalArgumentException("there are more than " + MOST + " events in the time that is read");
        }
        LocalDateTime last =
                LocalDateTime.ofInstant(ends, rules.getOffset(ends)).minusNanos(1);
        found.add(new Occurrence(told.event, told.start.day(), start.toLocalDate(), last.toLocalDate(), begins, ends));
    }
}
