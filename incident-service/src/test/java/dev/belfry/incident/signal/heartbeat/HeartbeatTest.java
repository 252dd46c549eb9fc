package dev.belfry.incident.signal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Instant T0 = Instant.parse("2026-03-04T05:00:00Z");
    private static final UUID SERVICE = UUID.fromString("0198aaaa-0000-7000-8000-0000000000aa");

    private final Heartbeat backup = heartbeat(Rhythm.every(Duration.ofMinutes(10)));

    @Test
    void nothingIsAwaitedBeforeTheFirstPing() {
        assertThat(backup.missed(T0.plusSeconds(1_000_000))).isFalse();
        assertThat(backup.seen(T0)).isEqualTo(HeartbeatState.NEW);
    }

    @Test
    void itIsUpThenLateThenDown() {
        var up = backup.pinged(ping(PingKind.SUCCESS, T0, null));
        assertThat(up.deadline()).isEqualTo(T0.plusSeconds(660));
        assertThat(up.seen(T0.plusSeconds(600))).isEqualTo(HeartbeatState.UP);
        assertThat(up.seen(T0.plusSeconds(601))).isEqualTo(HeartbeatState.LATE);
        assertThat(up.missed(T0.plusSeconds(660))).isFalse();
        assertThat(up.missed(T0.plusSeconds(661))).isTrue();
        var down = up.silent();
        assertThat(down.seen(T0)).isEqualTo(HeartbeatState.DOWN);
        assertThat(down.alerting()).isTrue();
        assertThat(down.missed(T0.plusSeconds(1_000_000))).as("told once").isFalse();
        assertThat(down.pinged(ping(PingKind.SUCCESS, T0.plusSeconds(700), null))
                        .alerting())
                .isFalse();
    }

    @Test
    void failureIsAFailOrAnExitStatusThatIsNotZeroAndALogChangesNothing() {
        assertThat(backup.pinged(ping(PingKind.FAIL, T0, null)).alerting()).isTrue();
        assertThat(backup.pinged(ping(PingKind.SUCCESS, T0, 3)).alerting()).isTrue();
        assertThat(backup.pinged(ping(PingKind.SUCCESS, T0, 0)).alerting()).isFalse();
        assertThat(backup.pinged(ping(PingKind.LOG, T0, null))).isEqualTo(backup);
    }

    @Test
    void aRunThatDoesNotEndIsMissedAndItsStartTakesNoAlertBack() {
        var down = backup.pinged(ping(PingKind.FAIL, T0, null));
        var started = down.pinged(ping(PingKind.START, T0.plusSeconds(60), null));
        assertThat(started.seen(T0)).isEqualTo(HeartbeatState.STARTED);
        assertThat(started.alerting()).isTrue();
        assertThat(started.missed(T0.plusSeconds(60 + 661))).isTrue();
    }

    @Test
    void anOutageGivesEverybodyOneMoreRound() {
        var up = backup.pinged(ping(PingKind.SUCCESS, T0, null));
        var end = T0.plusSeconds(100_000);
        assertThat(up.deafUntil(end).deadline()).isEqualTo(end.plusSeconds(660));
        assertThat(up.deafUntil(T0.minusSeconds(60))).as("never sooner").isEqualTo(up);
        assertThat(up.silent().deafUntil(end)).as("what is down stays down").isEqualTo(up.silent());
        // At five past four the run of four o'clock may have been told of during the outage: seven o'clock counts.
        var nightly = heartbeat(new Rhythm(null, "0 4,7 * * *", "UTC"))
                .pinged(ping(PingKind.SUCCESS, Instant.parse("2026-03-03T07:00:00Z"), null));
        assertThat(nightly.deadline()).isEqualTo("2026-03-04T04:01:00Z");
        assertThat(nightly.deafUntil(Instant.parse("2026-03-04T03:59:30Z")).deadline())
                .isEqualTo("2026-03-04T07:01:00Z");
    }

    @Test
    void whatIsPausedHearsAndAwaitsNothing() {
        var paused = backup.pinged(ping(PingKind.SUCCESS, T0, null)).paused();
        assertThat(paused.seen(T0)).isEqualTo(HeartbeatState.PAUSED);
        assertThat(paused.missed(T0.plusSeconds(1_000_000))).isFalse();
        assertThat(paused.pinged(ping(PingKind.FAIL, T0, null))).isEqualTo(paused);
        assertThat(paused.resumed().seen(T0)).isEqualTo(HeartbeatState.NEW);
    }

    @Test
    void aPlanIsCheckedFieldByField() {
        assertThat(fault(Rhythm.every(Duration.ofSeconds(29)))).isEqualTo("period");
        assertThat(fault(new Rhythm(null, "0 0 30 2 *", "UTC"))).isEqualTo("schedule");
        assertThat(fault(new Rhythm(null, "0 0 * * *", "Mars/Base"))).isEqualTo("timeZone");
        assertThat(fault(new Rhythm(Duration.ofHours(1), "0 0 * * *", "UTC"))).isNotEmpty();
        assertThat(Plan.slug("Nightly Backup (db1)")).isEqualTo("nightly-backup-db1");
        assertThat(Plan.slug("備份")).startsWith("heartbeat-");
        assertThat(Plan.slug("a".repeat(300))).hasSize(Plan.LONGEST_SLUG);
    }

    private static String fault(Rhythm rhythm) {
        return Objects.requireNonNull(heartbeat(rhythm).plan().fault(T0)).field();
    }

    private static Heartbeat heartbeat(Rhythm rhythm) {
        var plan = new Plan("Backup", "backup", rhythm, Duration.ofMinutes(1), "", null, null, List.of());
        return Heartbeat.made(SERVICE, SERVICE, null, plan, "key", T0);
    }

    private static HeartbeatPing ping(PingKind kind, Instant at, @Nullable Integer exit) {
        return new HeartbeatPing(SERVICE, SERVICE, SERVICE, null, null, kind, exit, null, at, null);
    }
}
