package dev.belfry.oncall.rota.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.Member;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Ahead;
import dev.belfry.oncall.rota.schedule.OnCallQueries.Redrawn;
import dev.belfry.oncall.rota.schedule.Resolver;
import dev.belfry.oncall.rota.schedule.Rotation;
import dev.belfry.oncall.rota.schedule.RotationUnit;
import dev.belfry.oncall.rota.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Summer time ends on 25 October 2026 where two weeks later was kept. */
class RuleChangesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant ENDS = Instant.parse("2026-10-25T01:00:00Z");
    private static final UUID WRITE = new UUID(4, 4);
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID CID = new UUID(0, 3);
    private static final UUID DAN = new UUID(0, 4);

    private static KeptRules real() {
        return KeptRules.of(BERLIN, BERLIN.getRules(), "2026a", NOW);
    }

    /** The end of summer time put off. */
    private static KeptRules with(Duration later) {
        KeptRules real = real();
        List<ClockChange> changes = new ArrayList<>(real.changes());
        ClockChange end = changes.removeFirst();
        assertThat(end.at()).isEqualTo(ENDS);
        changes.addFirst(new ClockChange(ENDS.plus(later), end.before(), end.after()));
        return new KeptRules(BERLIN, "2026a", real.from(), real.until(), real.offset(), changes);
    }

    private static RuleChanges changes(KeptRules kept) {
        return RuleChanges.of(Map.of(BERLIN, kept), List.of(BERLIN, TOKYO), "2026b", NOW);
    }

    private static Group group(int number, ZoneId zone, UUID... people) {
        Rotation weeks = Rotation.every(1, RotationUnit.WEEKLY, LocalDateTime.parse("2026-09-28T09:00"));
        List<Member> members = Stream.of(people).map(Member::of).toList();
        return new Group(
                new UUID(7, number),
                "Group " + number,
                List.of(new Layer(new UUID(8, number), "Weeks", weeks, members, List.of(), false, null, null, zone)));
    }

    private static Ahead ahead(ZoneId berlin, Instant to, Group... more) {
        List<Group> groups = Stream.concat(Stream.of(group(1, berlin, ANA, BEA)), Stream.of(more))
                .toList();
        Schedule schedule = new Schedule(new UUID(9, 9), "Payments", null, berlin, groups, 1);
        return new Ahead(schedule, Resolver.of(schedule, List.of()).shifts(NOW, to));
    }

    private static List<NoticeRequest> told(RuleChanges changes) {
        Group elsewhere = group(2, TOKYO, CID, DAN);
        Instant to = changes.until();
        return changes.notices(
                WRITE, new Redrawn(ahead(BERLIN, to, elsewhere), ahead(changes.former(BERLIN), to, elsewhere)), NOW);
    }

    @Test
    void whoseShiftsMoveIsToldOnceWhatTheyWereAndAre() {
        RuleChanges changes = changes(with(Duration.ofDays(14)));
        assertThat(changes.until()).isEqualTo(ENDS.plus(Duration.ofDays(90)));
        List<NoticeRequest> told = told(changes);
        assertThat(told).extracting(NoticeRequest::userId).containsExactlyInAnyOrder(ANA, BEA);
        assertThat(told).extracting(NoticeRequest::id).doesNotHaveDuplicates();
        NoticeRequest ana = told.stream()
                .filter(notice -> notice.userId().equals(ANA))
                .findFirst()
                .orElseThrow();
        assertThat(ana.kind()).isEqualTo("shift.changed");
        assertThat(ana.text()).isEqualTo("""
                        New time zone rules for Europe/Berlin (2026b) move your shifts on "Payments".

                        They were:
                        Mon 26 Oct 09:00 UTC+2 to Mon 2 Nov 09:00 UTC+2

                        They are now:
                        Mon 26 Oct 09:00 UTC+1 to Mon 2 Nov 09:00 UTC+1
                        """);
    }

    @Test
    void aFirstLookAndTheSameRulesMoveNobody() {
        RuleChanges first = RuleChanges.of(Map.of(), List.of(BERLIN, TOKYO), "2026b", NOW);
        assertThat(first.isEmpty()).isTrue();
        assertThat(first.keep()).extracting(KeptRules::zone).containsExactly(TOKYO, BERLIN);
        RuleChanges same = changes(real());
        assertThat(same.isEmpty()).isTrue();
        assertThat(same.keep()).extracting(KeptRules::version).containsOnly("2026b");
    }

    @Test
    void aChangeThatIsOverOrLiesBeyondWhatWasKeptMovesNobody() {
        KeptRules kept = with(Duration.ofDays(14));
        Instant over = ENDS.plus(Duration.ofDays(15));
        assertThat(RuleChanges.of(Map.of(BERLIN, kept), List.of(BERLIN), "2026b", over)
                        .isEmpty())
                .isTrue();
        KeptRules old = KeptRules.of(BERLIN, BERLIN.getRules(), "2020a", NOW.minus(Duration.ofDays(500)));
        assertThat(changes(old).isEmpty()).isTrue();
    }

    @Test
    void rulesThatCountAlreadyMoveShiftsFromNowOn() {
        Instant between = ENDS.plus(Duration.ofDays(1));
        RuleChanges changes =
                RuleChanges.of(Map.of(BERLIN, with(Duration.ofDays(14))), List.of(BERLIN), "2026b", between);
        assertThat(changes.moved()).containsOnlyKeys(BERLIN);
        assertThat(changes.until()).isEqualTo(between.plus(Duration.ofDays(90)));
    }

    @Test
    void aReplicaWithOlderRulesLeavesNewerOnesAlone() {
        RuleChanges changes = RuleChanges.of(Map.of(BERLIN, with(Duration.ofDays(14))), List.of(BERLIN), "2025c", NOW);
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.keep()).isEmpty();
    }

    @Test
    void onlySchedulesThatUseTheZoneAreLookedAt() {
        RuleChanges changes = changes(with(Duration.ofDays(14)));
        assertThat(changes.within(Set.of(TOKYO)).isEmpty()).isTrue();
        assertThat(changes.within(Set.of(TOKYO, BERLIN)).moved()).containsOnlyKeys(BERLIN);
    }

    @Test
    void ofTwoZonesTheLaterChangeIsComparedForNinetyDaysToo() {
        KeptRules tokyo = KeptRules.of(TOKYO, TOKYO.getRules(), "2026a", NOW);
        Instant later = NOW.plus(Duration.ofDays(200));
        KeptRules summer = new KeptRules(
                TOKYO,
                "2026a",
                tokyo.from(),
                tokyo.until(),
                tokyo.offset(),
                List.of(new ClockChange(later, tokyo.offset(), ZoneOffset.ofHours(10))));
        RuleChanges changes = RuleChanges.of(
                Map.of(BERLIN, with(Duration.ofDays(14)), TOKYO, summer), List.of(BERLIN, TOKYO), "2026b", NOW);
        assertThat(changes.moved()).containsOnlyKeys(TOKYO, BERLIN);
        assertThat(changes.until()).isEqualTo(later.plus(Duration.ofDays(90)));
    }

    /** Else hourly turns, which are counted from their first, would all move. */
    @Test
    void whatIsPastIsTheSameUnderTheFormerRules() {
        ZoneId former = changes(with(Duration.ofDays(14))).former(BERLIN);
        for (Instant at = Instant.parse("1970-01-01T00:00:00Z"); at.isBefore(ENDS); at = at.plus(Duration.ofHours(7))) {
            assertThat(former.getRules().getOffset(at))
                    .isEqualTo(BERLIN.getRules().getOffset(at));
        }
        assertThat(former.getRules().getOffset(ENDS)).isEqualTo(ZoneOffset.ofHours(2));
        assertThat(former.getId()).doesNotContain("/");
    }
}
