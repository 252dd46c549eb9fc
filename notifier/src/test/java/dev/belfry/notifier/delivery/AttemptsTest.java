package dev.belfry.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Attempts.Next;
import dev.belfry.notifier.delivery.Attempts.Start;
import dev.belfry.notifier.guard.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant DEADLINE = NOON.plus(Attempts.PATIENCE);
    static final Outcome LATER = new Outcome.Passing("the receiver answered 503", null);
    static final Guard ACKNOWLEDGED =
            new Guard(new UUID(1, 1), 2, IncidentStatus.ACKNOWLEDGED, 1, "acknowledged by Ann Example");

    @Test
    void startsUnlessTheIncidentHasMovedOn() {
        assertThat(Attempts.start(0, false, true, 1, null)).isEqualTo(new Start.Begin(1, false));
        assertThat(Attempts.start(0, false, true, 1, ACKNOWLEDGED))
                .isEqualTo(new Start.Cancel("acknowledged by Ann Example"));
        assertThat(Attempts.start(0, false, true, 2, ACKNOWLEDGED)).isEqualTo(new Start.Begin(1, false));
    }

    @Test
    void anAttemptWithoutAnOutcomeIsRepeatedAndSaysSo() {
        assertThat(Attempts.start(1, true, true, 1, null)).isEqualTo(new Start.Begin(2, true));
    }

    @Test
    void givesUpWithoutAMethodAndAfterSixTries() {
        assertThat(Attempts.start(0, false, false, 1, null)).isInstanceOf(Start.GiveUp.class);
        assertThat(Attempts.start(6, true, true, 1, null)).isInstanceOf(Start.GiveUp.class);
    }

    /** Each wait is within its bounds, and there are six attempts at most. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void waitsLongerAndLongerAndNotForEver(long seed) {
        var random = new SplittableRandom(seed);
        var previous = Duration.ZERO;
        int attempt = 1;
        while (Attempts.next(LATER, attempt, previous, NOON, DEADLINE, random) instanceof Next.Retry retry) {
            assertThat(retry.delay()).isBetween(Attempts.BASE, Attempts.CAP);
            assertThat(retry.delay().toMillis()).isLessThan(3 * Math.max(500, previous.toMillis()));
            assertThat(retry.detail()).isEqualTo("the receiver answered 503");
            previous = retry.delay();
            attempt++;
        }
        assertThat(attempt).as("seed %s", seed).isEqualTo(Attempts.MAX);
    }

    @Test
    void neverRetriesSoonerThanTheProviderAsked() {
        var asked = new Outcome.Passing("busy", Duration.ofSeconds(45));
        assertThat(Attempts.next(asked, 1, Duration.ZERO, NOON, DEADLINE, new SplittableRandom(1)))
                .isEqualTo(new Next.Retry(Duration.ofSeconds(45), "busy"));
    }

    @Test
    void doesNotRetryBeyondTheDeadlineNorWhatWillNotGoBetter() {
        var random = new SplittableRandom(1);
        assertThat(Attempts.next(LATER, 2, Duration.ZERO, DEADLINE, DEADLINE, random))
                .isEqualTo(new Next.Failed("the receiver answered 503; given up after 2 attempts", false));
        assertThat(Attempts.next(
                        new Outcome.Permanent("no", Outcome.Fault.GONE), 1, Duration.ZERO, NOON, DEADLINE, random))
                .isEqualTo(new Next.Failed("no", true));
        assertThat(Attempts.next(new Outcome.Accepted("yes"), 1, Duration.ZERO, NOON, DEADLINE, random))
                .isEqualTo(new Next.Sent("yes"));
    }

    @Test
    void aCursorOfAnotherKindIsNone() {
        var cursor = new Cursor(NOON, new UUID(5, 6));
        assertThat(Cursor.read(cursor.text())).isEqualTo(cursor);
        assertThat(Cursor.read("bm90IG91cnM")).isNull();
        assertThat(Cursor.read("%%%")).isNull();
    }
}
