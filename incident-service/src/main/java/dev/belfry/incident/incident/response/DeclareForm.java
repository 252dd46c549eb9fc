package dev.belfry.incident.incident.response;

import dev.belfry.incident.incident.lifecycle.Declaration;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new incident as it was typed.
 *
 * @param kind {@code now}, {@code test} or {@code over}
 * @param began in the zone of who typed it, as a browser sends it; empty unless it is over
 */
public record DeclareForm(String service, String title, String severity, String kind, String began, String ended) {
    static final DeclareForm EMPTY = new DeclareForm("", "", "sev2", "now", "", "");

    static DeclareForm typed(UnaryOperator<String> form) {
        return new DeclareForm(
                form.apply("service"),
                form.apply("title").replace('\0', '\uFFFD'),
                form.apply("severity"),
                form.apply("kind"),
                form.apply("began"),
                form.apply("ended"));
    }

    /** What is wrong, by field. */
    Map<String, String> errors(boolean serviceKnown, Instant now, ZoneId zone, @Nullable String unreachable) {
        Map<String, String> wrong = new LinkedHashMap<>();
        if (!serviceKnown) {
            wrong.put("service", "Choose a service.");
        }
        if (title.isEmpty() || title.length() > Lifecycle.LONGEST_TITLE) {
            wrong.put("title", "Give the incident a title of 1 to 1,024 characters.");
        }
        if (!kind.matches("|now|test|over")) {
            wrong.put("kind", "Choose whether it happens now, is a test, or is over.");
        }
        if (!severity.toLowerCase(Locale.ROOT).matches("|sev[1-5]")) {
            wrong.put("severity", "Choose a severity.");
        }
        if (kind.equals("test") && unreachable != null) {
            wrong.put("kind", unreachable);
        }
        if (!kind.equals("over") && !(began + ended).isEmpty()) {
            wrong.put(
                    "kind", "You gave a time at which it began or ended: say that it is over, or take the times away.");
        }
        if (kind.equals("over")) {
            var meant = over(zone);
            var problem = meant == null ? "Give the day and time at which it began and ended" : meant.problem(now);
            if (!problem.isEmpty()) {
                wrong.put("ended", problem + ".");
            }
        }
        return wrong;
    }

    /** What is meant, when nothing is wrong. */
    Declaration meant(ZoneId zone, Incident.@Nullable Assignee by) {
        var over = kind.equals("over") ? over(zone) : null;
        if (over != null) {
            return over;
        }
        return kind.equals("test") && by != null ? new Declaration.Test(by) : new Declaration.Now();
    }

    private Declaration.@Nullable Afterwards over(ZoneId zone) {
        try {
            return new Declaration.Afterwards(at(began, zone), at(ended, zone));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Instant at(String local, ZoneId zone) {
        return LocalDateTime.parse(local).atZone(zone).toInstant();
    }
}
