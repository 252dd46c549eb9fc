package dev.belfry.status.desk;

import dev.belfry.status.maintenance.Plan;
import dev.belfry.status.publication.Publication;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance as it was typed.
 *
 * @param begins as a browser writes a local time: {@code 2026-07-01T22:00}
 * @param components the ids of those that are ticked
 * @param errors by the field they are about
 */
public record MaintenanceForm(
        String name, String begins, String ends, List<UUID> components, String body, Map<String, String> errors) {

    /** Of two hours from the next full hour on. */
    static MaintenanceForm fresh(Instant now, ZoneId zone) {
        var begins =
                now.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.HOURS).plusHours(1);
        return new MaintenanceForm("", begins.toString(), begins.plusHours(2).toString(), List.of(), "", Map.of());
    }

    static MaintenanceForm typed(UnaryOperator<String> field, List<String> components) {
        return new MaintenanceForm(
                Typed.text(field.apply("name")),
                field.apply("begins"),
                field.apply("ends"),
                components.stream()
                        .map(Typed::id)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                Typed.text(field.apply("body")),
                Map.of());
    }

    /** The same with what is wrong; unchanged when it can be announced. */
    MaintenanceForm checked(Publication publication, ZoneId zone, Instant now) {
        var wrong = new LinkedHashMap<String, String>();
        Typed.name(name, wrong);
        var from = instant(begins, zone);
        var until = instant(ends, zone);
        if (from == null) {
            wrong.put("begins", "Give a date and a time.");
        }
        if (until == null) {
            wrong.put("ends", "Give a date and a time.");
        }
        if (from != null && until != null) {
            var faults = plan(publication, from, until).wrong(publication.components(), now);
            say(faults, "scheduledFor", "begins", "It begins at the latest 366 days from now.", wrong);
            say(
                    faults,
                    "scheduledUntil",
                    "ends",
                    "It ends after it begins, within 30 days, and not in the past.",
                    wrong);
            say(faults, "components", "components", "Choose components from the list.", wrong);
        }
        Typed.body(body, wrong);
        return wrong.isEmpty() ? this : new MaintenanceForm(name, begins, ends, components, body, wrong);
    }

    private static void say(
            Map<String, String> faults, String fault, String field, String words, Map<String, String> wrong) {
        if (faults.containsKey(fault)) {
            wrong.put(field, words);
        }
    }

    /** The plan; only where nothing is wrong. */
    Plan plan(Publication publication, ZoneId zone) {
        return plan(
                publication,
                Objects.requireNonNull(instant(begins, zone)),
                Objects.requireNonNull(instant(ends, zone)));
    }

    private Plan plan(Publication publication, Instant from, Instant until) {
        return new Plan(publication.page().id(), name, body, from, until, components);
    }

    private static @Nullable Instant instant(String local, ZoneId zone) {
        try {
            var time = LocalDateTime.parse(local);
            return time.getYear() < 2000 || time.getYear() > 2199
                    ? null
                    : time.atZone(zone).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
