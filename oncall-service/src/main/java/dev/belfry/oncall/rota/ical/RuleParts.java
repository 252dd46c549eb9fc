package dev.belfry.oncall.rota.ical;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a recurrence rule (RFC 5545 §3.3.10), by its part. The library that counts the occurrences leaves
 * out in silence what it does not understand, and a rule without its {@code BYDAY} means other days.
 */
public final class RuleParts {
    private static final String DAY = "(MO|TU|WE|TH|FR|SA|SU)";
    private static final String SIGN = "[+-]?";
    private static final Map<String, Pattern> KNOWN = Map.ofEntries(
            part("FREQ", "SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY"),
            part("UNTIL", "\\d{8}(T\\d{6}Z?)?"),
            part("COUNT", "[1-9]\\d{0,5}"),
            part("INTERVAL", "[1-9]\\d{0,3}"),
            part("BYSECOND", "[0-5]?\\d|60"),
            part("BYMINUTE", "[0-5]?\\d"),
            part("BYHOUR", "[01]?\\d|2[0-3]"),
            part("BYDAY", "(" + SIGN + "(0?[1-9]|[1-4]\\d|5[0-3]))?" + DAY),
            part("BYMONTHDAY", SIGN + "(0?[1-9]|[12]\\d|3[01])"),
            part("BYYEARDAY", SIGN + "([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])"),
            part("BYWEEKNO", SIGN + "(0?[1-9]|[1-4]\\d|5[0-3])"),
            part("BYMONTH", "0?[1-9]|1[0-2]"),
            part("BYSETPOS", SIGN + "([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])"),
            part("WKST", DAY));
    /** Those that have one value and no list. */
    private static final List<String> SINGLE = List.of("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST");

    private RuleParts() {}

    private static Map.Entry<String, Pattern> part(String name, String value) {
        return Map.entry(name, Pattern.compile(value));
    }

    /** Null when all of it is understood. */
    public static @Nullable String wrong(String rule) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : rule.strip().toUpperCase(Locale.ROOT).split(";", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = part.substring(equals + 1);
                if (parts.put(name, value) != null) {
                    return "the part " + name + " is there twice";
                }
                String wrong = wrong(name, equals < 0 ? "" : value);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return together(parts);
    }

    private static @Nullable String wrong(String name, String value) {
        Pattern known = KNOWN.get(name);
        if (known == null) {
            return "the part " + name + " is not understood";
        }
        for (String one : SINGLE.contains(name) ? List.of(value) : List.of(value.split(",", -1))) {
            if (!known.matcher(one).matches()) {
                return "the part " + name + " has \"" + one + "\", which is not understood";
            }
        }
        return null;
    }

    /** What is wrong only beside other parts. */
    private static @Nullable String together(Map<String, String> parts) {
        String every = parts.get("FREQ");
        if (every == null) {
            return "the part FREQ is missing";
        }
        if (parts.containsKey("COUNT") && parts.containsKey("UNTIL")) {
            return "the part UNTIL cannot stand beside COUNT";
        }
        boolean numbered = parts.getOrDefault("BYDAY", "").matches(".*\\d.*");
        if (numbered && (!every.matches("MONTHLY|YEARLY") || parts.containsKey("BYWEEKNO"))) {
            return "the part BYDAY counts days, which means something only in a month or a year";
        }
        if (parts.containsKey("BYWEEKNO") && !every.equals("YEARLY")) {
            return "the part BYWEEKNO means something only with FREQ=YEARLY";
        }
        if (parts.containsKey("BYYEARDAY") && every.matches("DAILY|WEEKLY|MONTHLY")) {
            return "the part BYYEARDAY means nothing with FREQ=" + every;
        }
        if (parts.containsKey("BYMONTHDAY") && every.equals("WEEKLY")) {
            return "the part BYMONTHDAY means nothing with FREQ=WEEKLY";
        }
        boolean others = parts.keySet().stream().anyMatch(name -> name.startsWith("BY") && !name.equals("BYSETPOS"));
        return parts.containsKey("BYSETPOS") && !others ? "the part BYSETPOS needs another BY part" : null;
    }
}
