package dev.belfry.notifier.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.guard.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Destination MAIL = new Destination(Channel.EMAIL, "ann@example.net", null);
    private static final Guard ACKNOWLEDGED =
            new Guard(new UUID(2, 2), 2, IncidentStatus.ACKNOWLEDGED, 1, "acknowledged by Ann Example");
    private static final Matter NOTICE = new Matter.OfNotice(
            new NoticeRequest(new UUID(4, 4), new UUID(3, 3), "shift.begins", "Soon", "Soon.", null, NOON));

    private static Matter page(int cycle) {
        var incident = new IncidentState(
                new UUID(2, 2),
                7,
                new UUID(5, 5),
                "Payments",
                "Disk full",
                IncidentStatus.TRIGGERED,
                IncidentSeverity.SEV1,
                cycle,
                null,
                null,
                null,
                NOON,
                null,
                1);
        return new Matter.OfPage(
                new Page(new UUID(1, 1), new UUID(2, 2), cycle, 1, 0, new UUID(3, 3), "on call", NOON, incident));
    }

    private static Start start(
            Matter matter, @Nullable Destination destination, int tries, int unknown, @Nullable Guard guard) {
        var sending = new Sending(
                new UUID(9, 9),
                matter,
                new UUID(8, 8),
                "email",
                "Mail",
                destination,
                tries,
                unknown,
                Duration.ZERO,
                NOON.plusSeconds(60));
        return Start.decide(sending, true, Repeats.VISIBLE, guard, NOON);
    }

    @Test
    void startsUnlessTheIncidentHasMovedOn() {
        assertThat(start(page(1), MAIL, 0, 0, null)).isEqualTo(new Start.Call());
        assertThat(start(page(1), MAIL, 0, 0, ACKNOWLEDGED)).isEqualTo(new Start.Cancel("acknowledged by Ann Example"));
        assertThat(start(page(2), MAIL, 0, 0, ACKNOWLEDGED)).isEqualTo(new Start.Call());
    }

    @Test
    void aPageWhoseOutcomeNobodyKnowsIsCalledAgainThenWaitsAndANoticeIsNever() {
        assertThat(start(page(1), MAIL, 1, 1, null)).isEqualTo(new Start.Call());
        assertThat(start(page(1), MAIL, 3, Sending.COPIES, null))
                .isInstanceOfSatisfying(
                        Start.Give.class,
                        give -> assertThat(give.outcome())
                                .isInstanceOfSatisfying(
                                        Outcome.Passing.class,
                                        passing ->
                                                assertThat(passing.retryAfter()).isEqualTo(Duration.ofMinutes(1))));
        assertThat(start(NOTICE, MAIL, 1, 1, null)).isInstanceOf(Start.Give.class);
    }

    @Test
    void nothingIsCalledWithoutAContactMethod() {
        assertThat(start(page(1), null, 0, 0, null)).isInstanceOf(Start.Give.class);
    }
}
