package dev.belfry.notifier.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Press;
import dev.belfry.notifier.guard.Guard;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final UUID INCIDENT = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static Page page(int cycle, IncidentStatus status) {
        var incident = new IncidentState(
                INCIDENT,
                7,
                INCIDENT,
                "Payments",
                "Disk full",
                status,
                IncidentSeverity.SEV1,
                cycle,
                null,
                null,
                null,
                NOW,
                null,
                1);
        return new Page(INCIDENT, INCIDENT, cycle, 1, 0, INCIDENT, "step 1", NOW, incident);
    }

    private static Standing of(Page page, IncidentStatus status, int cycle) {
        var reason = status.name().toLowerCase(java.util.Locale.ROOT) + " by Ann Example";
        return Standing.of(page, new Guard(INCIDENT, 2, status, cycle, reason));
    }

    @Test
    void whatIsWantedStaysAsItWasSent() {
        var page = page(1, IncidentStatus.TRIGGERED);
        assertThat(Standing.of(page, null).asSent()).isTrue();
        assertThat(of(page, IncidentStatus.TRIGGERED, 1).asSent()).isTrue();
        assertThat(of(page(2, IncidentStatus.TRIGGERED), IncidentStatus.ACKNOWLEDGED, 1)
                        .asSent())
                .isTrue();
    }

    @Test
    void whatIsAcknowledgedOrSnoozedCanStillBeResolved() {
        var page = page(1, IncidentStatus.TRIGGERED);
        var acknowledged = of(page, IncidentStatus.ACKNOWLEDGED, 1);
        assertThat(acknowledged.words()).isEqualTo("Acknowledged by Ann Example");
        assertThat(acknowledged.presses()).containsExactly(Press.RESOLVE);
        assertThat(of(page, IncidentStatus.SNOOZED, 1).presses()).containsExactly(Press.RESOLVE);
    }

    @Test
    void whatIsOverOrBelongsToAnEarlierCycleAsksForNothing() {
        var page = page(1, IncidentStatus.TRIGGERED);
        assertThat(of(page, IncidentStatus.RESOLVED, 1).words()).isEqualTo("Resolved by Ann Example");
        assertThat(of(page, IncidentStatus.RESOLVED, 1).presses()).isEmpty();
        assertThat(of(page, IncidentStatus.RESOLVED, 2).words()).isEqualTo("Resolved by Ann Example");
        assertThat(of(page, IncidentStatus.TRIGGERED, 2).words()).isEqualTo("Paging has started anew since");
        assertThat(of(page, IncidentStatus.TRIGGERED, 2).presses()).isEmpty();
    }

    @Test
    void whoWasCalledInThoughItWasTakenIsWantedUntilItIsOver() {
        var page = page(1, IncidentStatus.ACKNOWLEDGED);
        assertThat(of(page, IncidentStatus.ACKNOWLEDGED, 1).asSent()).isTrue();
        assertThat(of(page, IncidentStatus.RESOLVED, 1).presses()).isEmpty();
    }
}
