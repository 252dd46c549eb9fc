package dev.belfry.oncall.rota.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.coverage.Finding;
import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandoffsTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID PRIMARY = new UUID(8, 1);
    private static final UUID SCHEDULE = new UUID(9, 9);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A Monday at 08:00 in Berlin. */
    private static final Instant MONDAY = Instant.parse("2026-03-23T07:00:00Z");

    private static Shift shift(Instant start, Instant end, UUID... people) {
        return new Shift(
                start,
                end,
                List.of(people).stream()
                        .map(person -> new Duty(person, PRIMARY, Source.LAYER, new UUID(7, 1), start, false))
                        .toList(),
                List.of(),
                false);
    }

    private static Roll roll(Shift... shifts) {
        return new Roll(
                new Schedule(SCHEDULE, "Payments", null, BERLIN, List.of(), 1),
                List.of(shifts),
                Map.of(ANA, "Ana Example", BEA, "Bea Example"));
    }

    private static Instant after(int hours) {
        return MONDAY.plus(Duration.ofHours(hours));
    }

    private static List<NoticeRequest> reminders(Roll roll, Instant now) {
        return Handoffs.reminders(roll, List.of(), now, Map.of(ANA, Set.of(HOUR), BEA, Set.of(HOUR)));
    }

    @Test
    void whoBeginsWithinTheHourIsRemindedOnceWithTheSameId() {
        var roll = roll(shift(after(-24), after(2), ANA), shift(after(2), after(26), BEA));
        assertThat(reminders(roll, MONDAY)).isEmpty();
        var first = reminders(roll, after(1));
        assertThat(first).singleElement().satisfies(reminder -> {
            assertThat(reminder.userId()).isEqualTo(BEA);
            assertThat(reminder.subject()).isEqualTo("You are on call from Mon 23 Mar 10:00: Payments");
            assertThat(reminder.path())
                    .isEqualTo("/schedules/" + roll.schedule().id());
            assertThat(reminder.text()).contains("ends on Tue 24 Mar 10:00 (Europe/Berlin)");
        });
        assertThat(reminders(roll, after(1).plusSeconds(600)))
                .extracting(NoticeRequest::id)
                .containsExactly(first.getFirst().id());
        assertThat(reminders(roll, after(2))).isEmpty();
    }

    @Test
    void whoIsOnCallAlreadyIsNotToldThatTheirNextTurnBegins() {
        assertThat(reminders(roll(shift(after(-24), after(1), ANA), shift(after(1), after(25), ANA)), after(0)))
                .isEmpty();
    }

    @Test
    void whatWasLeftForThemIsInTheReminder() {
        var note = new HandoffNote(new UUID(1, 1), SCHEDULE, ANA, "Ana Example", "db-7 is flaky", after(-1));
        var roll = roll(shift(after(1), after(25), BEA));
        assertThat(Handoffs.reminders(roll, List.of(note), MONDAY, Map.of(BEA, Set.of(HOUR)))
                        .getFirst()
                        .text())
                .contains("Left for you:", "Ana Example, Mon 23 Mar 07:00", "db-7 is flaky");
    }

    @Test
    void theDaysAheadAreToldInTheMorningOfTheSchedulesOwnZone() {
        assertThat(Handoffs.isMorning(BERLIN, MONDAY)).isTrue();
        assertThat(Handoffs.isMorning(BERLIN, MONDAY.minusSeconds(1))).isFalse();
        assertThat(Handoffs.isMorning(BERLIN, after(1))).isFalse();
        assertThat(Handoffs.isMorning(BERLIN, after(24))).isTrue();
        assertThat(Handoffs.isMorning(ZoneId.of("America/New_York"), MONDAY)).isFalse();
        assertThat(Handoffs.isMonday(BERLIN, MONDAY)).isTrue();
        assertThat(Handoffs.isMonday(BERLIN, after(24))).isFalse();
        // Monday in Auckland, Sunday in Honolulu.
        assertThat(Handoffs.isMonday(ZoneId.of("Pacific/Honolulu"), MONDAY)).isFalse();
    }

    @Test
    void eachHearsAsLongBeforeAsTheyWish() {
        var roll = roll(shift(after(-24), after(26), ANA), shift(after(26), after(50), BEA));
        var wishes = Map.of(BEA, Set.of(Duration.ofHours(24), Duration.ofMinutes(15)));
        assertThat(Handoffs.reminders(roll, List.of(), after(1), wishes)).isEmpty();
        var day = Handoffs.reminders(roll, List.of(), after(2), wishes);
        assertThat(day).hasSize(1);
        assertThat(Handoffs.reminders(roll, List.of(), after(25), wishes))
                .extracting(NoticeRequest::id)
                .containsExactly(day.getFirst().id());
        var last = Handoffs.reminders(roll, List.of(), after(26).minusSeconds(900), wishes);
        assertThat(last)
                .extracting(NoticeRequest::id)
                .doesNotContain(day.getFirst().id())
                .hasSize(1);
        assertThat(Handoffs.reminders(roll, List.of(), after(25), Map.of(BEA, Set.of())))
                .isEmpty();
    }

    @Test
    void aScheduleIsLookedAtWhenSomebodyMayWishToHearOfAShift() {
        var roll = roll(shift(after(-24), after(30), ANA), shift(after(30), after(54), BEA));
        // 08:00 on Monday; a shift begins at 14:00 on Tuesday.
        assertThat(Handoffs.next(roll, MONDAY)).isEqualTo(after(6));
        assertThat(Handoffs.next(roll, after(6))).isEqualTo(after(18));
        assertThat(Handoffs.next(roll, after(18))).isEqualTo(after(24));
        assertThat(Handoffs.next(roll, after(24))).isEqualTo(after(29));
        assertThat(Handoffs.next(roll, after(29))).isEqualTo(after(30).minusSeconds(900));
        assertThat(Handoffs.next(roll(shift(Instant.MIN, Instant.MAX, ANA)), after(1)))
                .isEqualTo(after(24));
    }

    @Test
    void whoLeadsTheTeamHearsOfWhatIsMissingWhenSomethingOfItIsNew() {
        var roll = roll(shift(Instant.MIN, Instant.MAX, ANA));
        var gap = new Finding(new UUID(5, 1), "Nobody is on call from Tue to Wed.");
        var away = new Finding(new UUID(5, 2), "Bea Example is absent while on call from Thu to Fri.");
        var ahead = Duration.ofDays(14);
        assertThat(Handoffs.coverage(roll, List.of(gap), List.of(), ahead, List.of(ANA), MONDAY))
                .isEmpty();
        var told = Handoffs.coverage(roll, List.of(gap, away), List.of(away.id()), ahead, List.of(ANA), MONDAY);
        assertThat(told).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo("schedule.coverage");
            assertThat(notice.text())
                    .contains("in the next 14 days")
                    .contains("Nobody is on call from Tue to Wed. (told before)\n")
                    .contains("Bea Example is absent while on call from Thu to Fri.\n");
        });
    }

    @Test
    void theWeekNamesWhoIsOnCallAndHowLongNobodyIs() {
        var roll = roll(
                shift(Instant.MIN, after(24), ANA), shift(after(24), after(30)), shift(after(30), Instant.MAX, BEA));
        var digest = Handoffs.digest(roll, List.of(ANA, BEA), MONDAY);
        assertThat(digest).extracting(NoticeRequest::userId).containsExactly(ANA, BEA);
        assertThat(digest).extracting(NoticeRequest::id).doesNotHaveDuplicates();
        assertThat(digest.getFirst().text())
                .contains("Mon 23 Mar 08:00 (Europe/Berlin) to Tue 24 Mar 08:00 (Europe/Berlin): Ana Example")
                .contains("to further notice: Bea Example")
                .contains("Nobody is on call for 6 h of it.");
    }
}
