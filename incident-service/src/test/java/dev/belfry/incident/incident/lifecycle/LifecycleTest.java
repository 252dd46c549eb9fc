package dev.belfry.incident.incident.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final Actor ADA = Actor.user(new UUID(0, 1), "Ada Example");
    private static final Actor BEA = Actor.user(new UUID(0, 2), "Bea Example");

    @Test
    void anOpenedIncidentIsTriggeredInItsFirstCycle() {
        var opened = open();
        assertThat(opened.happened()).isEqualTo(Happened.TRIGGERED);
        assertThat(opened.after().status()).isEqualTo(IncidentStatus.TRIGGERED);
        assertThat(opened.after().cycle()).isEqualTo(1);
        assertThat(opened.after().version()).isEqualTo(1);
        assertThat(opened.event().incident().number()).isEqualTo(7);
    }

    @Test
    void acknowledgingTwiceMovesOnceAndTheFirstOneKeepsIt() {
        var taken = moved(open().after(), new Command.Acknowledge(1), ADA);
        assertThat(taken.acknowledgedBy()).isEqualTo(ADA.userId());
        var again = Lifecycle.decide(taken, new Command.Acknowledge(null), BEA, T0);
        assertThat(again).isEqualTo(new Decision.Unchanged(taken, "Already acknowledged by Ada Example"));
    }

    @Test
    void anAcknowledgeOfOneCycleNeverSilencesTheNext() {
        var taken = moved(open().after(), new Command.Acknowledge(1), ADA);
        var dropped = moved(taken, new Command.Unacknowledge(), ADA);
        assertThat(dropped.cycle()).isEqualTo(2);
        assertThat(dropped.acknowledgedBy()).isNull();
        assertThat(Lifecycle.decide(dropped, new Command.Acknowledge(1), BEA, T0))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aSnoozeEndsAtItsOwnTimerOnly() {
        var first = moved(open().after(), new Command.Snooze(Duration.ofMinutes(5)), ADA);
        var second = moved(first, new Command.Snooze(Duration.ofHours(1)), ADA);
        var ofFirst = new Command.Unsnooze(1, until(first));
        assertThat(Lifecycle.decide(second, ofFirst, Actor.SYSTEM, T0)).isInstanceOf(Decision.Unchanged.class);
        var woken = moved(second, new Command.Unsnooze(1, until(second)), Actor.SYSTEM);
        assertThat(woken.status()).isEqualTo(IncidentStatus.TRIGGERED);
        assertThat(woken.cycle()).isEqualTo(2);
        assertThat(woken.snoozedUntil()).isNull();
    }

    @Test
    void aSnoozeHasBounds() {
        for (var wrong : List.of(
                Duration.ZERO, Duration.ofSeconds(59), Duration.ofDays(7).plusSeconds(1))) {
            assertThat(Lifecycle.decide(open().after(), new Command.Snooze(wrong), ADA, T0))
                    .isInstanceOf(Decision.Refused.class);
        }
    }

    @Test
    void aResolvedIncidentIsOnlyReopenedOrCorrected() {
        var over = moved(open().after(), new Command.Resolve(), ADA);
        assertThat(over.resolvedAt()).isEqualTo(T0);
        for (var late : List.of(
                new Command.Acknowledge(null),
                new Command.Unacknowledge(),
                new Command.Snooze(Duration.ofMinutes(5)),
                new Command.JoinAlerts(1, "late"))) {
            assertThat(Lifecycle.decide(over, late, BEA, T0)).as("%s", late).isInstanceOf(Decision.Refused.class);
        }
        assertThat(Lifecycle.decide(over, new Command.Resolve(), BEA, T0)).isInstanceOf(Decision.Unchanged.class);
        assertThat(moved(over, new Command.AddNote("It was the disk"), BEA).status())
                .isEqualTo(IncidentStatus.RESOLVED);
        var back = moved(over, new Command.Reopen(), BEA);
        assertThat(back.cycle()).isEqualTo(2);
        assertThat(back.resolvedAt()).isNull();
    }

    @Test
    void anIncidentOfOnePersonIsTheirsUntilItEndsOrIsLetGo() {
        var cleo = new Incident.Assignee(new UUID(0, 3), "Cleo Example");
        var given = moved(moved(open().after(), new Command.Acknowledge(1), ADA), new Command.Assign(cleo), BEA);
        assertThat(given.status()).isEqualTo(IncidentStatus.TRIGGERED);
        assertThat(given.cycle()).isEqualTo(2);
        assertThat(given.state().assignee()).isEqualTo(cleo.id());
        var taken = moved(given, new Command.Acknowledge(2), ADA);
        assertThat(moved(taken, new Command.Unacknowledge(), ADA).assignee()).isEqualTo(cleo);
        for (var end :
                List.of(new Command.LetGo(T0), new Command.Resolve(), new Command.Reassign(new UUID(4, 4), "Nights"))) {
            assertThat(moved(taken, end, BEA).assignee()).as("%s", end).isNull();
        }
    }

    @Test
    void aTestKeepsItsMarkAndIsNeitherReassignedNorReopened() {
        var ada = new Incident.Assignee(new UUID(0, 1), "Ada Example");
        var test =
                Lifecycle.declared(open(), new Declaration.Test(ada), ADA, T0).after();
        assertThat(test.version()).isEqualTo(1);
        assertThat(test.state().tried()).isTrue();
        assertThat(moved(test, new Command.Retitle("Another"), ADA).title()).isEqualTo("TEST: Another");
        assertThat(Lifecycle.decide(test, new Command.Assign(ada), BEA, T0)).isInstanceOf(Decision.Refused.class);
        var over = moved(test, new Command.EndTest(), Actor.SYSTEM);
        for (var late : List.of(new Command.Reopen(), new Command.TakeBackResolve())) {
            assertThat(Lifecycle.decide(over, late, ADA, T0)).as("%s", late).isInstanceOf(Decision.Refused.class);
        }
        var real = open().after();
        assertThat(Merging.merge(new Held(test, 0), new Held(real, 1), "", ADA, T0))
                .isInstanceOf(Merging.Outcome.Unfit.class);
    }

    @Test
    void whatIsEnteredAfterwardsIsResolvedInItsFirstVersion() {
        var began = T0.minusSeconds(7200);
        var over = Lifecycle.declared(open(), new Declaration.Afterwards(began, T0.minusSeconds(60)), ADA, T0);
        assertThat(over.after().version()).isEqualTo(1);
        assertThat(over.after().status()).isEqualTo(IncidentStatus.RESOLVED);
        assertThat(over.after().resolvedAt()).isEqualTo(T0.minusSeconds(60));
        assertThat(over.told()).startsWith("Entered afterwards by Ada Example");
    }

    @Test
    void whoTakesAResolveBackOrHadTheIncidentHasItInTheSameCycle() {
        var back = new Command.TakeBackResolve();
        var untaken = moved(moved(open().after(), new Command.Resolve(), ADA), back, BEA);
        assertThat(untaken.status()).isEqualTo(IncidentStatus.ACKNOWLEDGED);
        assertThat(untaken.acknowledgedBy()).isEqualTo(BEA.userId());
        assertThat(untaken.cycle()).isEqualTo(1);
        assertThat(untaken.resolvedAt()).isNull();

        var taken = moved(moved(open().after(), new Command.Acknowledge(1), ADA), new Command.Resolve(), BEA);
        assertThat(moved(taken, back, BEA).acknowledgedBy()).isEqualTo(ADA.userId());
        assertThat(Lifecycle.decide(taken, back, BEA, T0.plus(Duration.ofMinutes(3))))
                .isInstanceOf(Decision.Refused.class);
        assertThat(Lifecycle.decide(open().after(), back, BEA, T0)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void aWorseAlertRaisesTheSeverityAndABetterOneDoesNotLowerIt() {
        var incident = open().after();
        assertThat(incident.severity()).isEqualTo(IncidentSeverity.SEV3);
        assertThat(moved(incident, new Command.RaiseSeverity(IncidentSeverity.SEV1), Actor.SENDER)
                        .severity())
                .isEqualTo(IncidentSeverity.SEV1);
        assertThat(Lifecycle.decide(incident, new Command.RaiseSeverity(IncidentSeverity.SEV4), Actor.SENDER, T0))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void aTitleIsOneLineOfBoundedLength() {
        var named = moved(open().after(), new Command.Retitle(" Disk\r\n\tfull " + "x".repeat(3000)), ADA);
        assertThat(named.title()).startsWith("Disk full xxx").hasSize(Lifecycle.LONGEST_TITLE);
    }

    @Test
    void aStormIsToldInAFewLines() {
        var incident = open().after();
        var lines = 0;
        for (var i = 0; i < 10_000; i++) {
            var decision = Lifecycle.decide(incident, new Command.JoinAlerts(1, "disk " + i), Actor.SENDER, T0);
            var moved = (Decision.Moved) decision;
            incident = moved.after();
            lines += moved.told().isEmpty() ? 0 : 1;
        }
        assertThat(incident.alertCount()).isEqualTo(10_001);
        assertThat(lines).isLessThan(30);
    }

    @Test
    void versionsHaveNoGapAndTheInvariantsHoldWhateverIsAsked() {
        for (var seed = 1; seed <= 2_000; seed++) {
            var random = new Random(seed);
            var now = open().after();
            for (var step = 0; step < 60; step++) {
                var command = anyCommand(random, now);
                var decision = Lifecycle.decide(now, command, random.nextBoolean() ? ADA : Actor.SENDER, T0);
                var where = "seed %d step %d: %s of %s".formatted(seed, step, command, now);
                if (decision instanceof Decision.Moved moved) {
                    check(where, now, moved);
                    now = moved.after();
                } else if (decision instanceof Decision.Unchanged unchanged) {
                    assertThat(unchanged.incident()).as(where).isEqualTo(now);
                    assertThat(unchanged.reason()).as(where).isNotBlank();
                }
            }
        }
    }

    private static void check(String where, Incident before, Decision.Moved moved) {
        var after = moved.after();
        assertThat(after.version()).as(where).isEqualTo(before.version() + 1);
        var restarts = switch (moved.happened()) {
            case TRIGGERED, REOPENED, UNSNOOZED, UNACKNOWLEDGED -> true;
            default -> false;
        };
        assertThat(after.cycle()).as(where).isEqualTo(before.cycle() + (restarts ? 1 : 0));
        if (restarts) {
            assertThat(after.status()).as(where).isEqualTo(IncidentStatus.TRIGGERED);
        }
        assertThat(after.snoozedUntil() != null).as(where).isEqualTo(after.status() == IncidentStatus.SNOOZED);
        assertThat(after.resolvedAt() != null).as(where).isEqualTo(after.status() == IncidentStatus.RESOLVED);
        if (after.status() == IncidentStatus.TRIGGERED) {
            assertThat(after.acknowledgedByName()).as(where).isNull();
        }
        if (!before.open() && after.open()) {
            assertThat(moved.happened()).as(where).isEqualTo(Happened.REOPENED);
        }
        assertThat(after.alertCount()).as(where).isGreaterThanOrEqualTo(before.alertCount());
        assertThat(after.title()).as(where).isNotBlank();
        assertThat(moved.event().version()).as(where).isEqualTo(after.version());
    }

    private static Command anyCommand(Random random, Incident now) {
        return switch (random.nextInt(13)) {
            case 0 -> new Command.Acknowledge(random.nextBoolean() ? null : 1 + random.nextInt(now.cycle() + 1));
            case 1 -> new Command.Unacknowledge();
            case 2 -> new Command.Resolve();
            case 3 -> new Command.Snooze(Duration.ofSeconds(random.nextInt(700_000)));
            case 4 -> new Command.Unsnooze(now.cycle(), now.snoozedUntil() == null ? T0 : now.snoozedUntil());
            case 5 -> new Command.Unsnooze(random.nextInt(3), T0);
            case 6 -> new Command.Reopen();
            case 7 -> new Command.ChangeSeverity(any(random));
            case 8 -> new Command.RaiseSeverity(any(random));
            case 9 -> new Command.Retitle(random.nextBoolean() ? " " : "title " + random.nextInt(3));
            case 10 -> random.nextBoolean() ? new Command.AddNote("note") : new Command.AllAlertsResolved();
            case 11 -> new Command.Assign(new Incident.Assignee(new UUID(0, 3), "Cleo Example"));
            default -> new Command.JoinAlerts(random.nextInt(4), "more");
        };
    }

    private static IncidentSeverity any(Random random) {
        var all = List.of(IncidentSeverity.values());
        return all.get(random.nextInt(all.size()));
    }

    private static Instant until(Incident incident) {
        var until = incident.snoozedUntil();
        assertThat(until).isNotNull();
        return until == null ? T0 : until;
    }

    private static Incident moved(Incident now, Command command, Actor by) {
        var decision = Lifecycle.decide(now, command, by, T0);
        assertThat(decision).isInstanceOf(Decision.Moved.class);
        return ((Decision.Moved) decision).after();
    }

    private static Decision.Moved open() {
        return Lifecycle.open(
                new UUID(1, 1),
                7,
                new UUID(2, 2),
                "Checkout",
                null,
                "service",
                "Disk full",
                Lifecycle.severityOf(AlertSeverity.WARNING),
                1,
                Actor.SENDER,
                T0);
    }
}
