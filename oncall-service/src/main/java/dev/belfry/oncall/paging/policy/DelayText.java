package dev.belfry.oncall.paging.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Waiting times as people write and read them in forms: "5 min", "1 h 30 min"; a plain number means minutes. */
public final class DelayText {
    private static final Pattern PART = Pattern.compile("(\\d{1,6})\\s*([a-z]*)\\s*");
    private static final Map<Character, Duration> UNITS = Map.of(
            'd', Duration.ofDays(1), 'h', Duration.ofHours(1), 'm', Duration.ofMinutes(1), 's', Duration.ofSeconds(1));

    private DelayText() {}

    /** ISO 8601 for what can be read; anything else as it was typed, so that it can be refused and shown again. */
    public static String iso(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.startsWith("p")) {
            return typed.strip().toUpperCase(Locale.ROOT);
        }
        var parts = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length() && parts.find(at) && parts.start() == at) {
            Duration unit =
                    UNITS.get(parts.group(2).isEmpty() ? 'm' : parts.group(2).charAt(0));
            if (unit == null) {
                return typed;
            }
            sum = sum.plus(unit.multipliedBy(Long.parseLong(parts.group(1))));
            at = parts.end();
        }
        return at == text.length() ? sum.toString() : typed;
    }

    /** "5 min" for PT5M; what is no duration as it is. */
    public static String shown(String iso) {
        try {
            return shown(Duration.parse(iso));
        } catch (DateTimeException unreadable) {
            return iso;
        }
    }

    public static String shown(Duration duration) {
        return DelayWords.of(duration).replace(" m", " min");
    }
}
