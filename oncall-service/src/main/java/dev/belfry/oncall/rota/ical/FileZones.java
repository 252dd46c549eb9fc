package dev.belfry.oncall.rota.ical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The zones that a file names: those of the IANA database by name, also by the name that Windows gives them, since it knows
 * what governments decided since the file was written; others by the definition in the file (RFC 5545 §3.6.5).
 */
final class FileZones {
    private final Map<String, Component> defined = new HashMap<>();
    private final Map<String, ZoneRules> known = new HashMap<>();
    private final Recurrence.Budget budget = new Recurrence.Budget();
    private final Instant until;

    /** @param until how far ahead definitions are followed */
    FileZones(List<Component> calendars, Instant until) {
        this.until = until;
        for (Component calendar : calendars) {
            calendar.parts("VTIMEZONE").forEach(zone -> defined.put(zone.text("TZID"), zone));
        }
    }

    /** Null for a time without a zone. */
    @Nullable
    ZoneRules rules(ContentLine line) {
        String id = line.parameter("TZID").strip();
        if (id.isEmpty()) {
            return null;
        }
        ZoneRules rules = known.get(id);
        if (rules == null) {
            rules = find(id, line);
            known.put(id, rules);
        }
        return rules;
    }

    private ZoneRules find(String id, ContentLine line) {
        ZoneId named = named(id);
        if (named != null) {
            return named.getRules();
        }
        Component definition = defined.get(id);
        if (definition == null) {
            throw line.wrong("the time zone \"" + id + "\" is neither known nor defined in the file");
        }
        ZoneId located = named(definition.text("X-LIC-LOCATION"));
        return located == null ? read(definition) : located.getRules();
    }

    /** The zone that programs call so; null when nobody does. */
    static @Nullable ZoneId named(String name) {
        ZoneId iana = iana(name);
        return iana == null ? WindowsZones.of(name) : iana;
    }

    /** The zone of that name, also where a program put its own name before it: {@code /example.org/2026/Europe/Berlin}. */
    private static @Nullable ZoneId iana(String name) {
        String rest = name;
        while (!rest.isEmpty()) {
            try {
                if (rest.contains("/") || rest.equals("UTC") || rest.equals("GMT")) {
                    return ZoneId.of(rest);
                }
            } catch (DateTimeException unknown) {
                // A shorter end of it may be known.
            }
            int slash = rest.indexOf('/');
            rest = slash < 0 ? "" : rest.substring(slash + 1);
        }
        return null;
    }

    /** An onset of standard or daylight time. */
    private record Onset(LocalDateTime local, ZoneOffset before, ZoneOffset after) {
        Instant instant() {
            return local.toInstant(before);
        }
    }

    private ZoneRules read(Component zone) {
        List<Onset> onsets = new ArrayList<>();
        for (Component part : zone.parts()) {
            onsets.addAll(onsets(part));
        }
        if (onsets.isEmpty()) {
            throw new IllegalArgumentException("the VTIMEZONE of line " + zone.number() + " has no offset");
        }
        onsets.sort(Comparator.comparing(Onset::instant));
        Map<Instant, ZoneOffsetTransition> changes = new TreeMap<>();
        for (Onset onset : onsets) {
            if (!onset.before.equals(onset.after)) {
                changes.put(onset.instant(), ZoneOffsetTransition.of(onset.local, onset.before, onset.after));
            }
        }
        if (changes.isEmpty()) {
            return onsets.getLast().after.getRules();
        }
        ZoneOffset first = onsets.getFirst().before;
        return ZoneRules.of(first, first, List.of(), List.copyOf(changes.values()), List.of());
    }

    private List<Onset> onsets(Component part) {
        ContentLine start = part.sure("DTSTART");
        LocalDateTime first = Moment.of(start, start.value(), this).local();
        ZoneOffset before = offset(part.sure("TZOFFSETFROM"));
        ZoneOffset after = offset(part.sure("TZOFFSETTO"));
        List<Onset> onsets = new ArrayList<>();
        onsets.add(new Onset(first, before, after));
        ContentLine rule = part.first("RRULE");
        Iterator<LocalDateTime> more = rule == null
                ? List.<LocalDateTime>of().iterator()
                : Recurrence.of(rule, first, before.getRules(), budget);
        while (more.hasNext()) {
            Onset next = new Onset(more.next(), before, after);
            if (!next.instant().isBefore(until)) {
                break;
            }
            onsets.add(next);
        }
        return onsets;
    }

    private static ZoneOffset offset(ContentLine line) {
        try {
            return ZoneOffset.of(line.value().strip());
        } catch (DateTimeException unreadable) {
            throw line.wrong("this is not an offset such as +0100");
        }
    }
}
