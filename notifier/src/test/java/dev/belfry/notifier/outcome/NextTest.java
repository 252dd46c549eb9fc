package dev.belfry.notifier.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Outcome LATER =
            new Outcome.Passing("the receiver answered 503", null, Outcome.Trouble.CERTAIN);
    private static final Outcome UNKNOWN = new Outcome.Ambiguous("no word");
    private static final Matter PAGE = new Matter.OfPage(
            new Page(new UUID(1, 1), new UUID(2, 2), 1, 1, 0, new UUID(3, 3), "on call", NOON, incident()));
    private static final Matter NOTICE = new Matter.OfNotice(
            new NoticeRequest(new UUID(4, 4), new UUID(3, 3), "shift.begins", "Soon", "Soon.", null, NOON));

    private static IncidentState incident() {
        return new IncidentState(
                new UUID(2, 2),
                7,
                new UUID(5, 5),
                "Payments",
                "Disk full",
                IncidentStatus.TRIGGERED,
                IncidentSeverity.SEV1,
                1,
                null,
                null,
                null,
                NOON,
                null,
                1);
    }

    private static Sending sending(Matter matter, int tries, int unknown, Duration previous) {
        return new Sending(
                new UUID(9, 9),
                matter,
                new UUID(8, 8),
                "email",
                "Mail",
                null,
                tries,
                unknown,
                previous,
                NOON.plus(Duration.ofHours(6)));
    }

    private static Next next(Matter matter, Outcome outcome, Instant now) {
        return Next.decide(
                sending(matter, 1, 0, Duration.ZERO), outcome, Repeats.VISIBLE, now, new SplittableRandom(1));
    }

    /** Hundreds of tries fail, and the page is still alive: only its time ends it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPageIsDeferredAsOftenAsItTakesUntilItsTimeIsOver(long seed) {
        var random = new SplittableRandom(seed);
        var previous = Duration.ZERO;
        var now = NOON;
        int tries = 1;
        while (Next.decide(sending(PAGE, tries, 0, previous), LATER, Repeats.VISIBLE, now, random)
                instanceof Next.Deferred deferred) {
            assertThat(deferred.pause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(30));
            previous = deferred.pause();
            now = now.plus(previous);
            tries++;
        }
        assertThat(Duration.between(NOON, now))
                .isGreaterThan(Duration.ofHours(5).plusMinutes(59));
        assertThat(tries).as("seed %s", seed).isGreaterThan(700);
    }

    @Test
    void neverTriesSoonerThanTheProviderAsked() {
        assertThat(next(PAGE, new Outcome.Passing("busy", Duration.ofSeconds(45), Outcome.Trouble.NONE), NOON))
                .isEqualTo(new Next.Deferred(Duration.ofSeconds(45), "busy"));
    }

    @Test
    void whatWillNotGoBetterFailsAtOnce() {
        assertThat(next(PAGE, new Outcome.Permanent("no", Outcome.Fault.GONE), NOON))
                .isEqualTo(new Next.Failed("no", true));
        assertThat(next(PAGE, new Outcome.Permanent("no", Outcome.Fault.ADDRESS), NOON))
                .isEqualTo(new Next.Failed("no", false));
        assertThat(next(PAGE, LATER, NOON.plus(Duration.ofHours(6))))
                .isEqualTo(new Next.Failed("the receiver answered 503; given up after 1 attempts", false));
    }

    @Test
    void whatMayHaveArrivedIsRepeatedForAPageAndNotForANotice() {
        assertThat(next(PAGE, UNKNOWN, NOON)).isInstanceOf(Next.Deferred.class);
        assertThat(next(NOTICE, UNKNOWN, NOON)).isInstanceOf(Next.Failed.class);
        assertThat(Next.decide(
                        sending(NOTICE, 1, 0, Duration.ZERO), UNKNOWN, Repeats.KNOWN, NOON, new SplittableRandom(1)))
                .isInstanceOf(Next.Deferred.class);
    }

    /** A server that takes every copy and never says so: the page is alive for its six hours, and few copies go out. */
    @Test
    void aPageThatMayHaveArrivedIsNeverGivenUpAndItsCopiesAreFew() {
        var random = new SplittableRandom(1);
        var previous = Duration.ZERO;
        var now = NOON;
        int copies = 1;
        while (Next.decide(sending(PAGE, copies, copies - 1, previous), UNKNOWN, Repeats.VISIBLE, now, random)
                instanceof Next.Deferred deferred) {
            previous = deferred.pause();
            now = now.plus(previous);
            copies++;
        }
        assertThat(Duration.between(NOON, now)).isGreaterThan(Duration.ofHours(5));
        assertThat(copies).isBetween(8, 16);
    }

    @Test
    void aNoticeWaitsMinutes() {
        assertThat(next(NOTICE, LATER, NOON))
                .isInstanceOfSatisfying(
                        Next.Deferred.class,
                        deferred ->
                                assertThat(deferred.pause()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(30)));
    }
}
