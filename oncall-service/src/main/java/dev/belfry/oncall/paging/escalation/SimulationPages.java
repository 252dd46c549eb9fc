package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form that answers who would be paged. */
public final class SimulationPages {
    private final SimulationQueries simulations;
    private final InstantSource clock;

    SimulationPages(SimulationQueries simulations, InstantSource clock) {
        this.simulations = simulations;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/escalation-policies/:id/simulation", Role.VIEWER, this::simulation);
    }

    private Future<Page> simulation(PageCall call) {
        UUID policy = Uuids.of(call.path("id"));
        String asked = call.query("at");
        Instant read = asked == null || asked.isBlank() ? null : instant(asked);
        Instant at = read == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : read;
        boolean unreadable = read == null && asked != null && !asked.isBlank();
        IncidentSeverity severity = severity(call.query("severity"));
        Future<@Nullable Simulation> simulated =
                policy == null ? Future.succeededFuture(null) : simulations.simulate(policy, at, severity);
        return simulated.map(found -> {
            Simulation simulation = found == null ? Simulation.none(at, severity) : found;
            return new Page(
                    found == null ? 404 : unreadable ? 422 : 200,
                    "Who would be paged?",
                    "on-call",
                    "simulation.jte",
                    Map.of(
                            "simulation",
                            simulation,
                            "at",
                            at.atOffset(ZoneOffset.UTC)
                                    .toLocalDateTime()
                                    .truncatedTo(ChronoUnit.MINUTES)
                                    .toString(),
                            "problem",
                            unreadable
                                    ? "this is not a date and time such as 2026-01-05T09:00, from 2000 to 2199"
                                    : ""));
        });
    }

    private static IncidentSeverity severity(@Nullable String word) {
        try {
            return word == null ? IncidentSeverity.SEV1 : IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException foreign) {
            return IncidentSeverity.SEV1;
        }
    }

    private static @Nullable Instant instant(String text) {
        Instant read = LocalInstant.read(text, ZoneOffset.UTC);
        return read != null && Simulation.possible(read) ? read : null;
    }
}
