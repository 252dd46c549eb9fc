package dev.belfry.incident.signal.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about a heartbeat.
 *
 * @param slug names it in addresses: lower-case letters, digits, hyphens and underscores, as with healthchecks
 * @param grace how long it may be late
 * @param alertMessage what its alert says; null says it in Belfry's words
 * @param alertPriority {@code P1} to {@code P5}; null is as bad as P2
 */
public record Plan(
        String name,
        String slug,
        Rhythm rhythm,
        Duration grace,
        String description,
        @Nullable String alertMessage,
        @Nullable String alertPriority,
        List<String> tags) {
    public static final Duration LONGEST_GRACE = Duration.ofDays(31);
    public static final int LONGEST_SLUG = 100;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");

    /** A heartbeat that makes itself by its first ping, as healthchecks does: once a day, an hour late at most. */
    static Plan unasked(String slug) {
        return new Plan(slug, slug, Rhythm.every(Duration.ofDays(1)), Duration.ofHours(1), "", null, null, List.of());
    }

    /** A slug out of a name; one without any Latin letter or digit is named by its hash. */
    public static String slug(String name) {
        var words = FOREIGN.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        var slug = words.substring(0, Math.min(words.length(), LONGEST_SLUG)).replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "heartbeat-" + Integer.toHexString(name.hashCode()) : slug;
    }

    /** What is wrong with it: the field and why; null when nothing is. */
    @Nullable
    Fault fault(Instant now) {
        if (name.isBlank() || name.length() > 200) {
            return new Fault("name", "A name has 1 to 200 characters.");
        }
        if (slug.length() > LONGEST_SLUG || !SLUG.matcher(slug).matches()) {
            return new Fault("slug", "A slug has up to 100 lower-case letters, digits, hyphens and underscores.");
        }
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            return new Fault("grace", "A grace lasts up to 31 days.");
        }
        var wrong = rhythm.fault(now);
        if (wrong.isEmpty()) {
            return null;
        }
        return new Fault(
                wrong.contains("time zone") ? "timeZone" : rhythm.cron() == null ? "period" : "schedule", wrong);
    }

    /** A field that is not as it must be. */
    record Fault(String field, String reason) {}
}
