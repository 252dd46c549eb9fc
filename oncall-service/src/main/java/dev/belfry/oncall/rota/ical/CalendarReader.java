package dev.belfry.oncall.rota.ical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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

    /** Null when neither the reader nor the calendar says in which zone its days and floating times count. */
    private final @Nullable ZoneId zone;

    private final ZoneRules reader;
    private final Instant from;
    private final Instant until;
    private final FileZones zones;
    private final Recurrence.Budget budget = new Recurrence.Budget();
    private final List<Occurrence> found = new ArrayList<>();

    private CalendarReader(@Nullable ZoneId zone, Instant from, Instant until, FileZones zones) {
        this.zone = zone;
        this.reader = (zone == null ? ZoneOffset.UTC : zone).getRules();
        this.from = from;
        this.until = until;
        this.zones = zones;
    }

    /** @param zone where the reader is: there days and times without a zone count; null for what the calendar says */
    public static Reading read(String text, @Nullable ZoneId zone, Instant from, Instant until) {
        try {
            List<Component> calendars = Component.calendars(text);
            Component first = calendars.getFirst();
            ZoneId counted = zone == null ? FileZones.named(first.text("X-WR-TIMEZONE")) : zone;
            CalendarReader reader = new CalendarReader(counted, from, until, new FileZones(calendars, until));
            calendars.forEach(reader::take);
            reader.found.sort(Comparator.comparing(Occurrence::start)
                    .thenComparing(Occurrence::end)
                    .thenComparing(one -> one.event().uid()));
            String name = cut(first.text("X-WR-CALNAME"));
            ZoneId known = counted == null ? ZoneId.of("UTC") : counted;
            return new Reading.Read(name.isEmpty() ? null : name, known, reader.found);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException broken) {
            String why = broken.getMessage();
            return new Reading.Refused(why == null ? "the file cannot be read" : why);
        }
    }

    /**
     * An event with its first time.
     *
     * @param instead the occurrence for which it stands; null for an event of its own
     * @param onwards whether it stands for all that follow that one, too
     */
    private record Told(
            Component part,
            Event event,
            Moment start,
            Length length,
            boolean cancelled,
            @Nullable Instant instead,
            boolean onwards) {}

    /** What becomes of a series from an occurrence on: it is moved by so much, changed, or called off. */
    private record Change(Told told, ZoneRules rules, Duration by) {
        LocalDateTime moved(Instant occurrence) {
            return LocalDateTime.ofInstant(occurrence, rules.getOffset(occurrence))
                    .plus(by);
        }

        Duration reach() {
            return by.abs().plus(told.length.local).plus(told.length.exact);
        }
    }

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
        Map<String, NavigableMap<Instant, Change>> changed = new HashMap<>();
        for (Component part : calendar.parts("VEVENT")) {
            Told told = told(part);
            Instant instead = told.instead;
            if (instead != null) {
                moved.computeIfAbsent(told.event.uid(), uid -> new HashSet<>()).add(instead);
            }
            if (instead != null && told.onwards) {
                changed.computeIfAbsent(told.event.uid(), uid -> new TreeMap<>())
                        .put(instead, change(told, instead));
            }
            if (!told.cancelled) {
                all.add(told);
            }
        }
        for (Told told : all) {
            if (told.instead == null) {
                String uid = told.event.uid();
                repeated(told, moved.getOrDefault(uid, Set.of()), changed.getOrDefault(uid, new TreeMap<>()));
            } else {
                add(told, told.start.local(), told.length);
            }
        }
    }

    private Change change(Told told, Instant instead) {
        ZoneRules rules = rules(told.start);
        LocalDateTime was = LocalDateTime.ofInstant(instead, rules.getOffset(instead));
        return new Change(told, rules, Duration.between(was, told.start.local()));
    }

    private Told told(Component part) {
        ContentLine begins = part.sure("DTSTART");
        Moment start = moment(begins);
        ContentLine instead = part.first("RECURRENCE-ID");
        String range = instead == null ? "" : instead.parameter("RANGE").toUpperCase(Locale.ROOT);
        if (instead != null && !range.isEmpty() && !range.equals("THISANDFUTURE")) {
            throw instead.wrong("RANGE=" + range + " is not understood");
        }
        return new Told(
                part,
                event(part),
                start,
                length(part, start),
                part.text("STATUS").equalsIgnoreCase("CANCELLED"),
                instead == null
                        ? null
                        : Moment.of(instead, instead.value(), zones).instant(rules(start)),
                !range.isEmpty());
    }

    private static Event event(Component part) {
        Set<String> mails = new LinkedHashSet<>();
        Set<String> declined = new LinkedHashSet<>();
        for (ContentLine line : part.all("ATTENDEE")) {
            boolean comes = !line.parameter("PARTSTAT").toUpperCase(Locale.ROOT).matches("DECLINED|DELEGATED");
            mail(line, comes ? mails : declined);
        }
        if (mails.isEmpty() && declined.isEmpty()) {
            part.all("ORGANIZER").forEach(line -> mail(line, mails));
        }
        return new Event(
                cut(part.text("UID")),
                cut(part.text("SUMMARY")),
                List.copyOf(mails),
                List.copyOf(declined),
                presence(part));
    }

    private static void mail(ContentLine line, Set<String> mails) {
        String address = line.value().strip().toLowerCase(Locale.ROOT);
        String mail = address.startsWith("mailto:") ? address.substring(7) : line.parameter("EMAIL");
        if (mail.contains("@") && mail.length() <= LONGEST_TEXT && mails.size() < 50) {
            mails.add(mail.toLowerCase(Locale.ROOT));
        }
    }

    private static Event.Presence presence(Component part) {
        boolean transparent = part.text("TRANSP").equalsIgnoreCase("TRANSPARENT");
        return switch (part.text("X-MICROSOFT-CDO-BUSYSTATUS").toUpperCase(Locale.ROOT)) {
            case "OOF" -> Event.Presence.AWAY;
            case "WORKINGELSEWHERE" -> Event.Presence.ELSEWHERE;
            case "FREE" -> Event.Presence.FREE;
            default -> transparent ? Event.Presence.FREE : Event.Presence.BUSY;
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** A time that floats counts where somebody said, and is never silently taken for UTC. */
    private Moment moment(ContentLine line) {
        Moment moment = Moment.of(line, line.value(), zones);
        if (moment.rules() == null && zone == null) {
            throw line.wrong(
                    "this has no time zone, and neither has the calendar (X-WR-TIMEZONE): say in which it counts");
        }
        return moment;
    }

    private Length length(Component part, Moment start) {
        ContentLine end = part.first("DTEND");
        ContentLine lasts = part.first("DURATION");
        if (end != null) {
            Moment stop = moment(end);
            Duration exact = between(end, start, stop);
            return Objects.equals(start.rules(), stop.rules())
                    ? new Length(Duration.between(start.local(), stop.local()), Duration.ZERO)
                    : new Length(Duration.ZERO, exact);
        }
        return lasts == null
                ? new Length(start.day() ? Duration.ofDays(1) : Duration.ZERO, Duration.ZERO)
                : duration(lasts, lasts.value());
    }

    private Duration between(ContentLine line, Moment start, Moment stop) {
        Duration exact = Duration.between(start.instant(reader), stop.instant(reader));
        if (exact.isNegative()) {
            throw line.wrong("this is before the start");
        }
        return exact;
    }

    private static Length duration(ContentLine line, String text) {
        Matcher match = DURATION.matcher(text.strip());
        if (!match.matches()) {
            throw line.wrong("this is not a duration such as PT8H");
        }
        return new Length(
                Duration.ofDays(7L * number(match.group(1)) + number(match.group(2))),
                Duration.ofHours(number(match.group(3)))
                        .plusMinutes(number(match.group(4)))
                        .plusSeconds(number(match.group(5))));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** The first time, those of the rules and those that were added, without those that were taken out. */
    private void repeated(Told told, Set<Instant> moved, NavigableMap<Instant, Change> changed) {
        ZoneRules rules = rules(told.start);
        Duration reach = changed.values().stream()
                .map(Change::reach)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        NavigableMap<LocalDateTime, Length> starts = new TreeMap<>();
        starts.put(told.start.local(), told.length);
        for (ContentLine line : told.part.all("RRULE")) {
            Recurrence rule = Recurrence.of(line, told.start.local(), rules, budget);
            while (rule.hasNext()) {
                LocalDateTime next = rule.next();
                if (!Moment.instant(next, rules).isBefore(until.plus(reach))) {
                    break;
                }
                if (told.length.end(next, rules).isAfter(from.minus(reach))) {
                    starts.put(next, told.length);
                }
            }
        }
        added(told, rules, starts);
        Predicate<LocalDateTime> left = left(told, rules);
        starts.forEach((start, length) -> {
            Instant begins = Moment.instant(start, rules);
            Map.Entry<Instant, Change> change = changed.floorEntry(begins);
            if (left.test(start) || moved.contains(begins)) {
                return;
            }
            if (change == null) {
                add(told, start, length);
            } else if (!change.getValue().told.cancelled) {
                Told instead = change.getValue().told;
                add(instead, change.getValue().moved(begins), instead.length);
            }
        });
    }

    /** Those of RDATE; a period has its own end. */
    private void added(Told told, ZoneRules rules, Map<LocalDateTime, Length> starts) {
        for (ContentLine line : told.part.all("RDATE")) {
            for (String value : line.value().split(",", -1)) {
                int slash = value.indexOf('/');
                Moment start = Moment.of(line, slash < 0 ? value : value.substring(0, slash), zones);
                Instant begins = start.instant(rules);
                starts.put(
                        LocalDateTime.ofInstant(begins, rules.getOffset(begins)),
                        slash < 0 ? told.length : period(line, start, value.substring(slash + 1)));
            }
        }
    }

    private Length period(ContentLine line, Moment start, String end) {
        return end.strip().matches("[+]?P.*")
                ? duration(line, end)
                : new Length(Duration.ZERO, between(line, start, Moment.of(line, end, zones)));
    }

    /** What EXDATE takes out. */
    private Predicate<LocalDateTime> left(Told told, ZoneRules rules) {
        Set<Instant> left = new HashSet<>();
        Set<LocalDateTime> days = new HashSet<>();
        for (ContentLine line : told.part.all("EXDATE")) {
            for (String value : line.value().split(",", -1)) {
                Moment one = Moment.of(line, value, zones);
                left.add(one.instant(rules));
                if (one.day()) {
                    days.add(one.local());
                }
            }
        }
        return start ->
                left.contains(Moment.instant(start, rules)) || days.contains(start.truncatedTo(ChronoUnit.DAYS));
    }

    private ZoneRules rules(Moment start) {
        ZoneRules own = start.rules();
        return own == null ? reader : own;
    }

    private void add(Told told, LocalDateTime start, Length length) {
        ZoneRules rules = rules(told.start);
        Instant begins = Moment.instant(start, rules);
        Instant ends = length.end(start, rules);
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
