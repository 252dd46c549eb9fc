package dev.belfry.oncall.paging.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.notice.NoticeRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeverityNoticeTest {
    private static final UUID ANA = new UUID(1, 1);
    private static final UUID BEA = new UUID(1, 2);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void aRaisedSeverityIsToldToThePersonWhoAcknowledged() {
        NoticeRequest notice = Objects.requireNonNull(
                told(IncidentSeverity.SEV3, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.ACKNOWLEDGED));
        assertThat(notice.userId()).isEqualTo(ANA);
        assertThat(notice.text()).contains("from SEV3 to SEV2 by Bea Example");
        assertThat(told(IncidentSeverity.SEV3, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.SNOOZED))
                .as("a snoozed incident is theirs too")
                .isNotNull();
        assertThat(told(IncidentSeverity.SEV3, Happened.NOTE_ADDED, BEA, IncidentStatus.ACKNOWLEDGED))
                .as("the event that raised it went missing, the next one makes up for it")
                .isNotNull();
    }

    @Test
    void nobodyIsToldWhatTheyKnowOrWhatIsNoWorse() {
        assertThat(told(IncidentSeverity.SEV3, Happened.SEVERITY_CHANGED, ANA, IncidentStatus.ACKNOWLEDGED))
                .as("raised by the one who has it")
                .isNull();
        assertThat(told(IncidentSeverity.SEV3, Happened.ACKNOWLEDGED, ANA, IncidentStatus.ACKNOWLEDGED))
                .isNull();
        assertThat(told(IncidentSeverity.SEV2, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.ACKNOWLEDGED))
                .isNull();
        assertThat(told(IncidentSeverity.SEV1, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.ACKNOWLEDGED))
                .isNull();
        assertThat(told(null, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.ACKNOWLEDGED))
                .isNull();
        assertThat(told(IncidentSeverity.SEV3, Happened.SEVERITY_CHANGED, BEA, IncidentStatus.TRIGGERED))
                .as("pages tell it")
                .isNull();
        assertThat(told(IncidentSeverity.SEV3, Happened.RESOLVED, BEA, IncidentStatus.RESOLVED))
                .isNull();
    }

    private static @Nullable NoticeRequest told(
            @Nullable IncidentSeverity before, Happened happened, UUID by, IncidentStatus status) {
        IncidentState incident = new IncidentState(
                new UUID(2, 2),
                7,
                new UUID(3, 3),
                "Payments",
                "Checkout is down",
                status,
                IncidentSeverity.SEV2,
                1,
                null,
                ANA,
                null,
                NOON,
                null,
                1);
        return SeverityNotice.of(
                before,
                new IncidentEvent(
                        happened,
                        4,
                        NOON,
                        Actor.user(by, by.equals(ANA) ? "Ana Example" : "Bea Example"),
                        null,
                        incident));
    }
}
