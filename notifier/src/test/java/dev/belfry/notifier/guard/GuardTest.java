package dev.belfry.notifier.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuardTest {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static IncidentEvent event(long version, Happened happened, IncidentStatus status, int cycle, String who) {
        var state = new IncidentState(
                new UUID(1, 1),
                7,
                new UUID(2, 2),
                "Payments",
                "Disk full",
                status,
                IncidentSeverity.SEV2,
                cycle,
                null,
                null,
                null,
                NOON,
                null,
                1);
        return new IncidentEvent(happened, version, NOON, Actor.user(new UUID(3, 3), who), null, state);
    }

    static final Guard TRIGGERED =
            Guard.after(null, event(1, Happened.TRIGGERED, IncidentStatus.TRIGGERED, 1, "sender"));
    static final Guard ACKNOWLEDGED =
            Guard.after(TRIGGERED, event(2, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, "Ann Example"));

    @Test
    void letsPagesOfATriggeredIncidentThrough() {
        assertThat(TRIGGERED.refusal(1)).isNull();
    }

    @Test
    void anAcknowledgeEndsThePagesOfItsCycleAndSaysWho() {
        assertThat(ACKNOWLEDGED.refusal(1)).isEqualTo("acknowledged by Ann Example");
    }

    private static Page page(IncidentStatus then) {
        var state = event(1, Happened.TRIGGERED, then, 1, "sender").incident();
        return new Page(new UUID(4, 4), state.id(), 1, 0, 0, new UUID(3, 3), "asked for", NOON, state);
    }

    @Test
    void whoIsCalledInThoughSomebodyHasTheIncidentIsWantedUntilItIsOver() {
        assertThat(ACKNOWLEDGED.refusal(page(IncidentStatus.ACKNOWLEDGED))).isNull();
        assertThat(ACKNOWLEDGED.refusal(page(IncidentStatus.TRIGGERED)))
                .as("asked for before the acknowledge")
                .isEqualTo("acknowledged by Ann Example");
        assertThat(Guard.told(page(IncidentStatus.ACKNOWLEDGED)).refusal(page(IncidentStatus.ACKNOWLEDGED)))
                .isNull();
        var over = Guard.after(ACKNOWLEDGED, event(3, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, "Ann Example"));
        assertThat(over.refusal(page(IncidentStatus.ACKNOWLEDGED))).isEqualTo("resolved by Ann Example");
        var again = Guard.after(over, event(4, Happened.REOPENED, IncidentStatus.TRIGGERED, 2, "Ann Example"));
        assertThat(again.refusal(page(IncidentStatus.ACKNOWLEDGED))).isEqualTo("paging has started anew since");
    }

    @Test
    void aNoteDoesNotChangeWhoAcknowledged() {
        var noted =
                Guard.after(ACKNOWLEDGED, event(3, Happened.NOTE_ADDED, IncidentStatus.ACKNOWLEDGED, 1, "Bea Example"));

        assertThat(noted.version()).isEqualTo(3);
        assertThat(noted.refusal(1)).isEqualTo("acknowledged by Ann Example");
    }

    @Test
    void anAcknowledgeNeverSilencesTheNextCycle() {
        assertThat(ACKNOWLEDGED.refusal(2)).isNull();
        var again = Guard.after(ACKNOWLEDGED, event(3, Happened.UNACKNOWLEDGED, IncidentStatus.TRIGGERED, 2, "Belfry"));
        assertThat(again.refusal(2)).isNull();
        assertThat(again.refusal(1)).isEqualTo("paging has started anew since");
    }

    @Test
    void anOldEventChangesNothing() {
        assertThat(Guard.after(ACKNOWLEDGED, event(1, Happened.TRIGGERED, IncidentStatus.TRIGGERED, 1, "sender")))
                .isEqualTo(ACKNOWLEDGED);
    }
}
