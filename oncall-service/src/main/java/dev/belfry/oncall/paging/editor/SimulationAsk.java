package dev.belfry.oncall.paging.editor;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.oncall.paging.escalation.Simulation;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When, where and for what the simulator is asked.
 *
 * @param shownZone the zone as the form shows it, even if there is none of that name
 * @param local the time as the form shows it, in the zone
 * @param problem what could not be read; empty when all could
 */
public record SimulationAsk(
        Instant at, String zone, String shownZone, IncidentSeverity severity, String local, String problem) {
    /** @param own the zone of who asks, unless another is given */
    static SimulationAsk read(Function<String, @Nullable String> field, ZoneId own, Instant now) {
        String typedZone = text(field.apply("sim-zone"));
        ZoneId given = zone(typedZone);
        ZoneId zone = given == null ? own : given;
        String typed = text(field.apply("sim-at"));
        Instant read = typed.isEmpty() ? null : LocalInstant.read(typed, zone);
        boolean good = read != null && Simulation.possible(read);
        Instant at = read != null && good ? read : now.truncatedTo(ChronoUnit.MINUTES);
        String problem = !typedZone.isEmpty() && given == null
                ? "There is no time zone “" + typedZone + "”. Write one such as Europe/Berlin."
                : typed.isEmpty() || good ? "" : "Write a date and time from 2000 to 2199.";
        return new SimulationAsk(
                at,
                zone.getId(),
                typedZone.isEmpty() ? zone.getId() : typedZone,
                severity(field.apply("sim-severity")),
                problem.isEmpty()
                        ? at.atZone(zone)
                                .toLocalDateTime()
                                .truncatedTo(ChronoUnit.MINUTES)
                                .toString()
                        : typed,
                problem);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return name.isEmpty() || name.length() > 64 ? null : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private static IncidentSeverity severity(@Nullable String word) {
        try {
            return word == null ? IncidentSeverity.SEV1 : IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException foreign) {
            return IncidentSeverity.SEV1;
        }
    }
}
