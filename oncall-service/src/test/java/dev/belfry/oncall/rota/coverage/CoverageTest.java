package dev.belfry.oncall.rota.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.DutyTime;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.Member;
import dev.belfry.oncall.rota.schedule.Restriction;
import dev.belfry.oncall.rota.schedule.Rotation;
import dev.belfry.oncall.rota.schedule.RotationUnit;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.oncall.rota.schedule.Span;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void gapsAreJoinedAndCounted() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", ANA),
                shift("2026-01-06T00:00:00Z", "2026-01-06T12:00:00Z", null),
                shift("2026-01-06T12:00:00Z", "2026-01-07T00:00:00Z", null),
                shift("2026-01-07T00:00:00Z", "2026-01-20T00:00:00Z", BEA));
        Coverage coverage =
                Coverage.of(shifts, Instant.parse("2026-01-05T12:00:00Z"), Instant.parse("2026-01-09T12:00:00Z"));
        assertThat(coverage.gaps())
                .containsExactly(new Coverage.Gap(
                        Instant.parse("2026-01-06T00:00:00Z"), Instant.parse("2026-01-07T00:00:00Z"), false));
        assertThat(coverage.percent()).isEqualTo(75.0);
        assertThat(coverage.uncovered()).isEqualTo(Duration.ofDays(1));
        assertThat(coverage.alone()).isEmpty();
    }

    @Test
    void whoIsAloneForMoreThanTwoWeeksIsNamed() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-13T00:00:00Z", ANA),
                shift("2026-01-13T00:00:00Z", "2026-01-21T00:00:00Z", ANA),
                shift("2026-01-21T00:00:00Z", "2026-01-25T00:00:00Z", BEA));
        Coverage coverage =
                Coverage.of(shifts, Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-25T00:00:00Z"));
        assertThat(coverage.alone())
                .containsExactly(new Coverage.Alone(
                        ANA, Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-21T00:00:00Z")));
    }

    @Test
    void nightsWeekendsAndHolidaysAreCountedByTheLocalClock() {
        // Friday 18:00 to Monday 06:00 in New York, over the night in which 01:00 to 02:00 comes twice.
        List<Shift> shifts = List.of(shift("2026-10-30T22:00:00Z", "2026-11-02T11:00:00Z", ANA));
        Map<UUID, Fairness.Share> shares = Fairness.of(
                shifts,
                NEW_YORK,
                Set.of(LocalDate.parse("2026-10-31")),
                Instant.parse("2026-10-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"));
        Fairness.Share share = shares.getOrDefault(ANA, Fairness.Share.NONE);
        assertThat(share.all()).isEqualTo(Duration.ofHours(61));
        assertThat(share.night()).isEqualTo(Duration.ofHours(8 + 9 + 8));
        assertThat(share.weekend()).isEqualTo(Duration.ofHours(24 + 25));
        assertThat(share.holiday()).isEqualTo(Duration.ofHours(24));
        assertThat(share.weekday()).isEqualTo(Duration.ofHours(6 + 6));
        assertThat(share.shifts()).isEqualTo(1);
    }

    @Test
    void twoTurnsInARowAreOneTimeOnCall() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", ANA),
                shift("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", ANA),
                shift("2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z", BEA),
                shift("2026-01-08T00:00:00Z", "2026-01-09T00:00:00Z", ANA));
        Map<UUID, Fairness.Share> shares = Fairness.of(
                shifts,
                NEW_YORK,
                Set.of(),
                Instant.parse("2026-01-05T00:00:00Z"),
                Instant.parse("2026-01-09T00:00:00Z"));
        assertThat(shares.getOrDefault(ANA, Fairness.Share.NONE).shifts()).isEqualTo(2);
        assertThat(shares.getOrDefault(BEA, Fairness.Share.NONE).shifts()).isEqualTo(1);
    }

    @Test
    void aHolidayAtAWeekendIsPaidOnceAndTheNightOnTop() {
        // Weekday 2 h, weekend 4 h of which 2 h are a holiday's, night 1 h.
        Fairness.Share share = new Fairness.Share(
                1,
                Duration.ofHours(6),
                Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofHours(2),
                Duration.ofHours(2));
        PayRules rules = PayRules.read("EUR", "10", "1", "2.5", "5", "0.5", "3");
        // 10 + 2 h at 1 + 2 h at 2.5 + 2 h at 5 + 1 h at 0.5 + 2 pages at 3
        assertThat(rules.pay(share, 2)).isEqualTo(new BigDecimal("33.50"));
    }

    @Test
    void aNameIsNoFormulaAndNoColumn() {
        Load load = new Load(ANA, "=1+1,\"Ana\"", Fairness.Share.NONE, new Load.Pages(3, 1));
        assertThat(PaySheet.of(List.of(load), PayRules.read(null, null, null, null, null, null, "2"))
                        .csv())
                .startsWith("user,name,shifts,hours,")
                .contains("pages,night_pages,amount,currency\r\n")
                .contains(",\"'=1+1,\"\"Ana\"\"\",0,0.00,0.00,0.00,0.00,3,1,6.00,EUR\r\n");
        assertThat(PaySheet.of(List.of(load)).csv())
                .contains("pages,night_pages\r\n")
                .endsWith(",0.00,3,1\r\n");
        for (String formula : List.of("+1", "-1", "@sum(a1)", "\t=1", "\r=1")) {
            Load one = new Load(ANA, formula, Fairness.Share.NONE, Load.Pages.NONE);
            assertThat(PaySheet.of(List.of(one)).csv()).contains("\"'" + formula + "\"");
        }
    }

    @Test
    void aGroupIsEmptyOnlyInsideItsOwnHours() {
        Group always = group("Primary", List.of());
        Group office = group("Office", List.of(new Restriction(List.of(DayOfWeek.MONDAY), 9 * 3_600, 17 * 3_600)));
        List<ScheduleVersion> versions = versions(always, office);
        Instant monday = Instant.parse("2026-01-05T00:00:00Z");
        Shift all = new Shift(
                monday,
                monday.plus(Duration.ofDays(7)),
                List.of(new Duty(ANA, always.id(), Source.LAYER, new UUID(7, 1), null, false)),
                List.of(),
                true);
        Coverage coverage = Coverage.of(List.of(all), versions, monday, monday.plus(Duration.ofDays(7)));
        assertThat(coverage.gaps()).isEmpty();
        assertThat(coverage.partial())
                .containsExactly(new Coverage.Empty(
                        office.id(),
                        "Office",
                        Instant.parse("2026-01-05T09:00:00Z"),
                        Instant.parse("2026-01-05T17:00:00Z")));
    }

    @Test
    void aGapThatTheHoursMeanIsTold() {
        List<ScheduleVersion> versions =
                versions(group("Office", List.of(new Restriction(List.of(DayOfWeek.MONDAY), 9 * 3_600, 17 * 3_600))));
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-05T09:00:00Z", null),
                shift("2026-01-05T09:00:00Z", "2026-01-05T16:00:00Z", ANA),
                shift("2026-01-05T16:00:00Z", "2026-01-06T00:00:00Z", null));
        Coverage coverage = Coverage.of(
                shifts, versions, Instant.parse("2026-01-05T00:00:00Z"), Instant.parse("2026-01-06T00:00:00Z"));
        assertThat(coverage.gaps()).extracting(Coverage.Gap::planned).containsExactly(true, false, true);
        Proof proof = new Proof(coverage, new Staffing(List.of(), List.of()));
        assertThat(Warnings.of(roll(shifts), proof))
                .satisfiesExactly(
                        missing -> assertThat(missing).startsWith("Nobody is on call from Mon 5 Jan 16:00"),
                        hours -> assertThat(hours).startsWith("By its own hours the schedule has nobody for 16 h"));
    }

    @Test
    void aGapOverNightsIsMissingOnlyInTheHoursThatAreMeant() {
        Restriction office = new Restriction(List.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY), 9 * 3_600, 17 * 3_600);
        // From Friday afternoon to Monday noon nobody is there: an hour of each day is missing.
        List<Shift> shifts = List.of(
                shift("2026-01-09T00:00:00Z", "2026-01-09T16:00:00Z", ANA),
                shift("2026-01-09T16:00:00Z", "2026-01-12T10:00:00Z", null),
                shift("2026-01-12T10:00:00Z", "2026-01-13T00:00:00Z", ANA));
        Coverage coverage = Coverage.of(
                shifts,
                versions(group("Office", List.of(office)), group("Also", List.of(office))),
                Instant.parse("2026-01-09T00:00:00Z"),
                Instant.parse("2026-01-13T00:00:00Z"));
        assertThat(coverage.gaps())
                .containsExactly(
                        gap("2026-01-09T16:00:00Z", "2026-01-09T17:00:00Z", false),
                        gap("2026-01-09T17:00:00Z", "2026-01-12T09:00:00Z", true),
                        gap("2026-01-12T09:00:00Z", "2026-01-12T10:00:00Z", false));
        assertThat(coverage.uncovered()).isEqualTo(Duration.ofHours(66));
    }

    private static Coverage.Gap gap(String start, String end, boolean planned) {
        return new Coverage.Gap(Instant.parse(start), Instant.parse(end), planned);
    }

    @Test
    void whoCannotBeReachedOrIsAwayIsNamed() {
        List<Shift> shifts = List.of(
                shift("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", ANA),
                shift("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", BEA));
        Instant from = Instant.parse("2026-01-05T12:00:00Z");
        Instant to = Instant.parse("2026-01-07T00:00:00Z");
        Span holiday = new Span(Instant.parse("2026-01-06T18:00:00Z"), Instant.parse("2026-01-20T00:00:00Z"));
        Staffing staffing = Staffing.of(
                DutyTime.of(shifts, from, to),
                person -> person.equals(ANA) ? Reach.VERIFIED : Reach.UNVERIFIED,
                Map.of(BEA, List.of(holiday), ANA, List.of(holiday)));
        assertThat(staffing.unsure())
                .containsExactly(new Staffing.Unsure(BEA, Reach.UNVERIFIED, Instant.parse("2026-01-06T00:00:00Z")));
        assertThat(staffing.absent())
                .containsExactly(new Staffing.Absent(BEA, Instant.parse("2026-01-06T18:00:00Z"), to));
        assertThat(Warnings.of(roll(shifts), new Proof(Coverage.of(shifts, from, to), staffing)))
                .containsExactly(
                        "Bea Example has no verified contact method: on call from Tue 6 Jan 00:00 (+00:00).",
                        "Bea Example is absent while on call from Tue 6 Jan 18:00 (+00:00) to Wed 7 Jan 00:00 (+00:00).");
    }

    @Test
    void whatWasToldIsNoNewsTheNextDay() {
        List<Shift> shifts = List.of(
                shift("2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z", ANA),
                shift("2026-01-08T00:00:00Z", "2026-01-08T06:00:00Z", null),
                shift("2026-01-08T06:00:00Z", "2026-03-01T00:00:00Z", BEA));
        List<Finding> monday = findings(shifts, "2026-01-05T08:00:00Z");
        List<Finding> tuesday = findings(shifts, "2026-01-06T08:00:00Z");
        assertThat(monday).hasSize(3);
        assertThat(tuesday)
                .extracting(Finding::id)
                .isEqualTo(monday.stream().map(Finding::id).toList());
    }

    @Test
    void whatComesAgainEveryWeekIsToldOnce() {
        List<Shift> shifts = new ArrayList<>();
        Instant start = Instant.parse("2026-01-05T00:00:00Z");
        for (int day = 0; day < 40; day++) {
            Instant midnight = start.plus(Duration.ofDays(day));
            shifts.add(shift(midnight.toString(), midnight.plusSeconds(3_600).toString(), null));
            shifts.add(shift(
                    midnight.plusSeconds(3_600).toString(),
                    midnight.plusSeconds(86_400).toString(),
                    ANA));
        }
        Set<UUID> told = new HashSet<>();
        int notices = 0;
        for (int day = 0; day < 14; day++) {
            Instant now = start.plus(Duration.ofDays(day)).plusSeconds(28_800);
            List<Shift> ahead =
                    shifts.stream().filter(shift -> shift.end().isAfter(now)).toList();
            if (told.addAll(
                    findings(ahead, now.toString()).stream().map(Finding::id).toList())) {
                notices++;
            }
        }
        // At first, and once a week that nobody can page her.
        assertThat(notices).isEqualTo(2);
    }

    /** Nobody can be reached. */
    private static List<Finding> findings(List<Shift> shifts, String at) {
        Instant now = Instant.parse(at);
        Instant from = shifts.getFirst().start();
        Instant to = now.plus(Duration.ofDays(14));
        Proof proof = new Proof(
                Coverage.of(shifts, from, to),
                Staffing.of(DutyTime.of(shifts, from, to), person -> Reach.NONE, Map.of()));
        return Findings.of(roll(shifts), proof, now);
    }

    private static Group group(String name, List<Restriction> hours) {
        Rotation weekly = Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-01-05T09:00"));
        return new Group(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                List.of(new Layer(
                        new UUID(7, 1),
                        name,
                        weekly,
                        List.of(new Member(ANA, null, null)),
                        hours,
                        false,
                        null,
                        null,
                        null)));
    }

    private static List<ScheduleVersion> versions(Group... groups) {
        return List.of(new ScheduleVersion(
                Instant.EPOCH, new Schedule(new UUID(9, 9), "Payments", null, ZoneOffset.UTC, List.of(groups), 1)));
    }

    private static ScheduleQueries.Roll roll(List<Shift> shifts) {
        return new ScheduleQueries.Roll(
                new Schedule(new UUID(9, 9), "Payments", null, ZoneOffset.UTC, List.of(), 1),
                shifts,
                Map.of(ANA, "Ana Example", BEA, "Bea Example"));
    }

    private static Shift shift(String start, String end, @Nullable UUID user) {
        List<Duty> duties =
                user == null ? List.of() : List.of(new Duty(user, null, Source.LAYER, new UUID(7, 1), null, false));
        return new Shift(Instant.parse(start), Instant.parse(end), duties, List.of(), false);
    }
}
