package dev.belfry.oncall.paging.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.escalation.FactReason;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.paging.policy.Condition;
import dev.belfry.oncall.paging.policy.EscalationPolicy;
import dev.belfry.oncall.paging.policy.Hours;
import dev.belfry.oncall.paging.policy.PolicyStep;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import dev.belfry.oncall.paging.policy.TeamPart;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How an escalation climbs, without a clock or a database. */
class EscalationTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID CID = new UUID(0, 3);
    private static final UUID ROOT = new UUID(0, 9);
    private static final UUID PRIMARY = new UUID(1, 1);
    private static final UUID SECONDARY = new UUID(1, 2);
    private static final UUID TEAM = new UUID(2, 1);
    private static final UUID CHANNEL = new UUID(3, 1);
    private static final UUID POLICY = new UUID(5, 1);
    /** A Monday. */
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static final Roster ROSTER = new Roster(
            Map.of(ANA, "Ana Example", BEA, "Bea Example", CID, "Cid Example", ROOT, "Root Example"),
            Map.of(schedule(PRIMARY), List.of(ANA), Target.team(TEAM, TeamPart.MANAGERS), List.of(CID)),
            Map.of(PRIMARY, "Payments weekly", TEAM, "Payments"),
            Map.of(),
            ROOT);

    @Test
    void theFirstStepFiresAtOnce() {
        assertThat(begin(plan(1, step(5, schedule(PRIMARY)), step(10, user(BEA)))))
                .isEqualTo(fired(1, 0, 5, onCall(ANA)));
    }

    @Test
    void theNextStepFollowsAndThenTheRepeat() {
        Plan plan = plan(1, step(5, user(ANA)), step(10, user(BEA)));
        assertThat(overdue(plan, 1, 0)).isEqualTo(fired(2, 0, 10, called(BEA)));
        assertThat(overdue(plan, 2, 0)).isEqualTo(fired(1, 1, 5, called(ANA)));
        assertThat(overdue(plan, 2, 1)).isInstanceOf(Move.Exhausted.class);
    }

    @Test
    void anEmptyStepIsSkippedAtOnceAndSaysWhy() {
        Move move = begin(plan(0, step(5, schedule(SECONDARY)), step(10, user(BEA))));
        assertThat(ids(move)).containsExactly(BEA);
        assertThat(move.skipped())
                .containsExactly(new Skipped(new Position(1, 0), FactReason.NOBODY_ON_CALL, List.of(), null));
    }

    @Test
    void somebodyNamedTwiceIsPagedOnce() {
        assertThat(ids(begin(plan(0, step(5, schedule(PRIMARY), user(ANA), user(BEA))))))
                .containsExactly(ANA, BEA);
    }

    @Test
    void aTeamStandsForItsManagersMembersOrThoseOnCall() {
        assertThat(ids(begin(plan(0, step(5, Target.team(TEAM, TeamPart.MANAGERS))))))
                .containsExactly(CID);
        Move.Fired nobody = (Move.Fired) begin(plan(0, step(5, Target.team(TEAM, TeamPart.ONCALL))));
        assertThat(nobody.catchAll()).isTrue();
    }

    @Test
    void nobodyAnywherePagesTheCatchAllAndWaits() {
        Plan plan = plan(1, step(5, schedule(SECONDARY)), step(7, user(new UUID(0, 77))));
        Move.Fired fired = (Move.Fired) begin(plan);
        assertThat(fired.position()).isEqualTo(new Position(3, 0));
        assertThat(ids(fired)).containsExactly(ROOT);
        assertThat(fired.catchAll()).isTrue();
        assertThat(fired.delay()).isEqualTo(Duration.ofMinutes(7));
        assertThat(fired.skipped()).hasSize(2);
        assertThat(overdue(plan, 3, 0)).isInstanceOf(Move.Fired.class);
        assertThat(overdue(plan, 3, 1)).isInstanceOf(Move.Exhausted.class);
    }

    @Test
    void theCatchAllIsThePolicysThenTheManagersThenAnAdministrator() {
        PolicyStep nobody = step(5, schedule(SECONDARY));
        assertThat(ids(begin(of(policy(true, TEAM, List.of(user(BEA)), nobody)))))
                .containsExactly(BEA);
        assertThat(ids(begin(of(policy(true, TEAM, List.of(user(new UUID(0, 77))), nobody)))))
                .containsExactly(CID);
        assertThat(ids(begin(of(policy(true, new UUID(2, 7), List.of(), nobody)))))
                .containsExactly(ROOT);
    }

    @Test
    void withoutAPolicyTheCatchAllIsPagedOnce() {
        Move.Fired fired = (Move.Fired) begin(Plan.NONE);
        assertThat(ids(fired)).containsExactly(ROOT);
        assertThat(Escalation.overdue(Plan.NONE, fired.position(), now(ROSTER))).isInstanceOf(Move.Exhausted.class);
    }

    @Test
    void anUnreachableStepGivesWayToTheNextAndTheLastToTheCatchAll() {
        Plan plan = plan(3, step(5, user(ANA)), step(10, user(BEA)));
        assertThat(unreachable(plan, 1)).contains(fired(2, 0, 10, called(BEA)));
        assertThat(ids(unreachable(plan, 2).orElseThrow())).containsExactly(ROOT);
        assertThat(unreachable(plan, 3)).isEmpty();
    }

    @Test
    void aStepIsOnlyForWhatItsConditionsSay() {
        Plan plan = plan(
                0,
                when(step(5, user(ANA)), new Condition(List.of(IncidentSeverity.SEV3), null, null)),
                when(step(6, user(BEA)), new Condition(List.of(), Urgency.LOW, null)),
                when(step(7, user(CID)), new Condition(List.of(), null, office(9, 17))));
        Move move = begin(plan);
        assertThat(ids(move)).containsExactly(CID);
        assertThat(move.skipped())
                .extracting(skipped -> skipped.reason() + " " + skipped.wanted())
                .containsExactly("OTHER_SEVERITY SEV3", "OTHER_URGENCY low urgency");
        Move night = Escalation.begin(plan, Position.START, at(NOON.plus(Duration.ofHours(9))));
        assertThat(((Move.Fired) night).catchAll())
                .as("conditions never make it silent")
                .isTrue();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayItBeganOn() {
        Hours night = new Hours("Europe/Berlin", List.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));
        assertThat(night.contains(Instant.parse("2026-01-05T21:00:00Z"))).isTrue();
        assertThat(night.contains(Instant.parse("2026-01-06T04:59:59Z"))).isTrue();
        assertThat(night.contains(Instant.parse("2026-01-06T05:00:00Z"))).isFalse();
        assertThat(night.contains(Instant.parse("2026-01-06T21:30:00Z"))).isFalse();
        assertThat(night.contains(Instant.parse("2026-01-05T04:00:00Z"))).isFalse();
    }

    @Test
    void whatMayWaitIsNotEscalatedWhereThePolicySaysSo() {
        Plan plan = of(policy(false, null, List.of(), step(5, user(ANA)), step(5, user(BEA))));
        Situation low = new Situation(ROSTER, IncidentSeverity.SEV4, NOON, NOON, 0, Set.of());
        assertThat(ids(Escalation.begin(plan, Position.START, low))).containsExactly(ANA);
        assertThat(Escalation.overdue(plan, new Position(1, 0), low)).isInstanceOf(Move.Exhausted.class);
        assertThat(ids(Escalation.hastened(plan, new Position(1, 0), low))).containsExactly(BEA);
        assertThat(ids(Escalation.unreachable(plan, new Position(1, 0), low).orElseThrow()))
                .containsExactly(BEA);
        assertThat(ids(overdue(plan, 1, 0))).containsExactly(BEA);
    }

    @Test
    void whatWasSaidOfItsUrgencyCountsMoreThanItsSeverity() {
        Plan climbs = of(policy(true, null, List.of(), step(5, user(ANA)), step(5, user(BEA))));
        Plan stays = of(policy(false, null, List.of(), step(5, user(ANA)), step(5, user(BEA))));
        Situation low = new Situation(ROSTER, IncidentSeverity.SEV1, Urgency.LOW, NOON, NOON, 0, Set.of());
        Situation high = new Situation(ROSTER, IncidentSeverity.SEV5, Urgency.HIGH, NOON, NOON, 0, Set.of());
        assertThat(Escalation.overdue(climbs, new Position(1, 0), low)).isInstanceOf(Move.Exhausted.class);
        assertThat(ids(Escalation.hastened(climbs, new Position(1, 0), low))).containsExactly(BEA);
        assertThat(ids(Escalation.overdue(stays, new Position(1, 0), high))).containsExactly(BEA);
    }

    @Test
    void roundRobinAsksOneAfterTheOther() {
        PolicyStep step = new PolicyStep(
                Duration.ofMinutes(5),
                List.of(user(ANA), user(BEA), new Target(TargetType.CHANNEL, CHANNEL, null, "#payments")),
                true,
                false,
                List.of(),
                null);
        Move.Fired fired = (Move.Fired) begin(plan(0, step));
        assertThat(fired.undrawn()).isTrue();
        assertThat(ids(fired.turn(0))).containsExactly(ANA, CHANNEL);
        assertThat(ids(fired.turn(1))).containsExactly(BEA, CHANNEL);
        assertThat(ids(fired.turn(2))).containsExactly(ANA, CHANNEL);
        assertThat(fired.turn(0).undrawn()).isFalse();
    }

    @Test
    void aStepThatHoldsWaitsForWhoComesOnAndThenGivesUp() {
        Plan plan = plan(0, hold(step(5, schedule(SECONDARY))), step(5, user(BEA)));
        Instant soon = NOON.plus(Duration.ofHours(2));
        Move held = Escalation.begin(plan, Position.START, now(ROSTER.waitingUntil(Map.of(1, soon))));
        assertThat(held).isInstanceOf(Move.Waits.class);
        assertThat(((Move.Waits) held).until()).isEqualTo(soon);
        assertThat(ids(Escalation.hastened(plan, Position.START, now(ROSTER.waitingUntil(Map.of(1, soon))))))
                .containsExactly(BEA);
        assertThat(Escalation.overdue(plan, Position.START, now(ROSTER))).isEqualTo(begin(plan));
        assertThat(ids(begin(plan))).containsExactly(BEA);
    }

    @Test
    void nobodyAfterHoldingIsTheCatchAllAndNotExhaustion() {
        Plan plan = plan(0, hold(step(5, schedule(SECONDARY))));
        assertThat(((Move.Fired) Escalation.overdue(plan, Position.START, now(ROSTER))).catchAll())
                .isTrue();
    }

    @Test
    void whatIsClimbedForEverIsClimbedSoOftenADay() {
        Plan plan = of(new EscalationPolicy(
                POLICY, 1, "Payments", null, 0, true, 2, true, List.of(), List.of(step(5, user(ANA)))));
        assertThat(overdue(plan, 1, 0)).isEqualTo(fired(1, 1, 5, called(ANA)));
        assertThat(overdue(plan, 1, 1)).isEqualTo(fired(1, 2, 5, called(ANA)));
        Move.Waits waits = (Move.Waits) overdue(plan, 1, 2);
        assertThat(waits.until()).isEqualTo(NOON.plus(Duration.ofDays(1)));
        Situation later = new Situation(ROSTER, IncidentSeverity.SEV1, waits.until(), NOON, 0, Set.of());
        assertThat(Escalation.overdue(plan, new Position(1, 2), later)).isEqualTo(fired(1, 3, 5, called(ANA)));
    }

    @Test
    void whoHasAcknowledgedAStepForEveryoneIsNotAskedAgain() {
        PolicyStep all =
                new PolicyStep(Duration.ofMinutes(5), List.of(user(ANA), user(BEA)), false, true, List.of(), null);
        Situation now = new Situation(ROSTER, IncidentSeverity.SEV1, NOON, NOON, 0, Set.of(ANA));
        assertThat(ids(Escalation.overdue(plan(1, all), new Position(1, 0), now)))
                .containsExactly(BEA);
    }

    @Test
    void aPolicyWithinAPolicyIsWrittenOut() {
        UUID inner = new UUID(5, 2);
        Condition high = new Condition(List.of(), Urgency.HIGH, null);
        EscalationPolicy outer = policy(
                true, null, List.of(), when(step(9, new Target(TargetType.POLICY, inner)), high), step(1, user(CID)));
        EscalationPolicy nested = new EscalationPolicy(
                inner,
                4,
                "Platform",
                null,
                9,
                false,
                24,
                true,
                List.of(),
                List.of(step(2, user(ANA)), step(3, user(BEA)), step(4, new Target(TargetType.POLICY, POLICY))));
        Plan plan = Plan.of(outer, Map.of(inner, nested));
        assertThat(plan.steps())
                .extracting(one -> one.policyName() + " " + one.number() + " "
                        + one.step().delay().toMinutes())
                .containsExactly("Platform 1 2", "Platform 2 3", "Platform 3 9", "Payments 2 1");
        assertThat(plan.steps().get(2).step().targets())
                .as("a way back leads nowhere")
                .isEmpty();
        assertThat(plan.steps().getFirst().step().conditions()).containsExactly(high);
        Move.Fired fired = (Move.Fired) begin(plan);
        assertThat(Wording.reason(plan, fired, fired.called().getFirst()))
                .isEqualTo("step 1 of \"Payments\" (step 1 of \"Platform\"): named in the step");
    }

    /** From any state some move leads to somebody, to a timer, or to a recorded end; nobody is paged twice in a step. */
    @Test
    void everyClimbEndsAndNeverGoesBack() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Plan plan = randomPlan(random);
            IncidentSeverity severity = List.of(IncidentSeverity.values()).get(random.nextInt(5));
            Instant now = NOON;
            Position last = Position.START;
            Move move = Escalation.begin(plan, last, random(random, plan, severity, now));
            for (int moves = 0; !(move instanceof Move.Exhausted); moves++) {
                assertThat(moves).as("seed %d", seed).isLessThan(plan.forever() ? 400 : 120);
                if (plan.forever() && moves > 300) {
                    break;
                }
                if (move instanceof Move.Waits waits) {
                    assertThat(waits.until()).as("seed %d", seed).isAfter(now);
                    now = waits.until();
                    move = Escalation.overdue(plan, last, random(random, plan, severity, now));
                    continue;
                }
                Move.Fired fired = (Move.Fired) move;
                assertThat(ids(fired)).as("seed %d", seed).isNotEmpty().doesNotHaveDuplicates();
                assertThat(fired.delay()).as("seed %d", seed).isPositive();
                Position at = fired.position();
                assertThat(at.repeat() * 100 + at.step())
                        .as("seed %d", seed)
                        .isGreaterThan(last.repeat() * 100 + last.step());
                last = at;
                now = now.plus(fired.delay());
                Situation then = random(random, plan, severity, now);
                move = random.nextInt(3) == 0
                        ? Escalation.unreachable(plan, at, then).orElseGet(() -> Escalation.overdue(plan, at, then))
                        : Escalation.overdue(plan, at, then);
            }
            if (plan.escalates(Urgency.of(severity)) && !plan.forever()) {
                assertThat(last.repeat()).as("seed %d", seed).isEqualTo(plan.repeats());
            }
        }
    }

    private static Situation random(Random random, Plan plan, IncidentSeverity severity, Instant now) {
        Roster roster = plan.steps().isEmpty() || random.nextInt(4) > 0
                ? ROSTER
                : ROSTER.waitingUntil(
                        Map.of(1 + random.nextInt(plan.steps().size()), now.plusSeconds(1 + random.nextInt(9_000))));
        return new Situation(roster, severity, now, NOON, 0, Set.of());
    }

    private static Plan randomPlan(Random random) {
        List<Target> all = List.of(
                user(ANA),
                user(BEA),
                schedule(PRIMARY),
                schedule(SECONDARY),
                user(new UUID(4, 4)),
                Target.team(TEAM, TeamPart.MANAGERS),
                new Target(TargetType.CHANNEL, CHANNEL, null, "#payments"));
        List<PolicyStep> steps = new ArrayList<>();
        for (int i = 0, size = random.nextInt(5); i < size; i++) {
            List<Target> targets = Stream.generate(() -> all.get(random.nextInt(all.size())))
                    .limit(random.nextInt(3))
                    .toList();
            List<Condition> conditions = switch (random.nextInt(4)) {
                case 0 -> List.of(new Condition(List.of(), Urgency.HIGH, null));
                case 1 -> List.of(new Condition(List.of(), null, office(random.nextInt(12), 12 + random.nextInt(12))));
                default -> List.of();
            };
            steps.add(new PolicyStep(
                    Duration.ofMinutes(1 + random.nextInt(9)), targets, random.nextBoolean(), false, conditions, null));
        }
        boolean forever = random.nextInt(8) == 0;
        return of(new EscalationPolicy(
                POLICY,
                1,
                "Payments",
                random.nextBoolean() ? TEAM : null,
                forever ? 0 : random.nextInt(4),
                forever,
                1 + random.nextInt(5),
                random.nextBoolean(),
                List.of(),
                steps));
    }

    private static List<UUID> ids(Move move) {
        return ((Move.Fired) move).called().stream().map(Party::id).toList();
    }

    private static Move begin(Plan plan) {
        return Escalation.begin(plan, Position.START, now(ROSTER));
    }

    private static Move overdue(Plan plan, int step, int repeat) {
        return Escalation.overdue(plan, new Position(step, repeat), now(ROSTER));
    }

    private static Optional<Move> unreachable(Plan plan, int step) {
        return Escalation.unreachable(plan, new Position(step, 0), now(ROSTER));
    }

    private static Situation now(Roster roster) {
        return new Situation(roster, IncidentSeverity.SEV1, NOON, NOON, 0, Set.of());
    }

    private static Situation at(Instant now) {
        return new Situation(ROSTER, IncidentSeverity.SEV1, now, NOON, 0, Set.of());
    }

    private static Hours office(int from, int to) {
        return new Hours("UTC", List.of(DayOfWeek.MONDAY), LocalTime.of(from, 0), LocalTime.of(to, 0));
    }

    private static Party called(UUID person) {
        return new Party(person, String.valueOf(ROSTER.people().get(person)), Through.NAMED, null, null);
    }

    private static Party onCall(UUID person) {
        return new Party(
                person, String.valueOf(ROSTER.people().get(person)), Through.SCHEDULE, PRIMARY, "Payments weekly");
    }

    private static Move fired(int step, int repeat, int minutes, Party... called) {
        return new Move.Fired(
                new Position(step, repeat),
                List.of(called),
                false,
                false,
                false,
                Duration.ofMinutes(minutes),
                List.of());
    }

    private static EscalationPolicy policy(
            boolean escalateLow,
            @org.jspecify.annotations.Nullable UUID team,
            List<Target> catchAll,
            PolicyStep... steps) {
        return new EscalationPolicy(POLICY, 1, "Payments", team, 0, false, 24, escalateLow, catchAll, List.of(steps));
    }

    private static Plan of(EscalationPolicy policy) {
        return Plan.of(policy, Map.of());
    }

    private static Plan plan(int repeats, PolicyStep... steps) {
        return of(
                new EscalationPolicy(POLICY, 1, "Payments", null, repeats, false, 24, true, List.of(), List.of(steps)));
    }

    private static PolicyStep when(PolicyStep step, Condition condition) {
        return step.only(List.of(condition));
    }

    private static PolicyStep hold(PolicyStep step) {
        return new PolicyStep(step.delay(), step.targets(), false, false, List.of(), Duration.ofHours(8));
    }

    private static PolicyStep step(int minutes, Target... targets) {
        return new PolicyStep(Duration.ofMinutes(minutes), List.of(targets));
    }

    private static Target user(UUID id) {
        return new Target(TargetType.USER, id);
    }

    private static Target schedule(UUID id) {
        return new Target(TargetType.SCHEDULE, id);
    }
}
