package dev.belfry.oncall.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.policy.PolicyStep;
import dev.belfry.oncall.policy.Target;
import dev.belfry.oncall.policy.TargetType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How an escalation climbs, without a clock or a database. */
class EscalationTest {
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final UUID ROOT = new UUID(0, 9);
    private static final UUID PRIMARY = new UUID(1, 1);
    private static final UUID SECONDARY = new UUID(1, 2);
    private static final Roster ROSTER = new Roster(
            Map.of(ANA, "Ana Example", BEA, "Bea Example", ROOT, "Root Example"), Map.of(PRIMARY, ANA), Map.of(), ROOT);

    @Test
    void theFirstStepFiresAtOnce() {
        assertThat(Escalation.begin(plan(1, step(5, schedule(PRIMARY)), step(10, user(BEA))), ROSTER))
                .isEqualTo(fired(1, 0, 5, ANA));
    }

    @Test
    void theNextStepFollowsAndThenTheRepeat() {
        Plan plan = plan(1, step(5, schedule(PRIMARY)), step(10, user(BEA)));
        assertThat(Escalation.overdue(plan, new Position(1, 0), ROSTER)).isEqualTo(fired(2, 0, 10, BEA));
        assertThat(Escalation.overdue(plan, new Position(2, 0), ROSTER)).isEqualTo(fired(1, 1, 5, ANA));
        assertThat(Escalation.overdue(plan, new Position(2, 1), ROSTER)).isEqualTo(new Move.Exhausted(List.of()));
    }

    @Test
    void anEmptyStepIsSkippedAtOnceAndRecorded() {
        Plan plan = plan(0, step(5, schedule(SECONDARY)), step(10, user(BEA)));
        assertThat(Escalation.begin(plan, ROSTER))
                .isEqualTo(new Move.Fired(
                        new Position(2, 0), List.of(BEA), false, Duration.ofMinutes(10), List.of(new Position(1, 0))));
    }

    @Test
    void somebodyNamedTwiceIsPagedOnce() {
        Plan plan = plan(0, step(5, schedule(PRIMARY), user(ANA), user(BEA)));
        assertThat(Escalation.begin(plan, ROSTER)).isEqualTo(fired(1, 0, 5, ANA, BEA));
    }

    @Test
    void nobodyAnywherePagesTheCatchAllAndWaits() {
        Plan plan = plan(1, step(5, schedule(SECONDARY)), step(7, user(new UUID(0, 77))));
        assertThat(Escalation.begin(plan, ROSTER))
                .isEqualTo(new Move.Fired(
                        new Position(3, 0),
                        List.of(ROOT),
                        true,
                        Duration.ofMinutes(7),
                        List.of(new Position(1, 0), new Position(2, 0))));
        assertThat(Escalation.overdue(plan, new Position(3, 0), ROSTER)).isInstanceOf(Move.Fired.class);
        assertThat(Escalation.overdue(plan, new Position(3, 1), ROSTER)).isEqualTo(new Move.Exhausted(List.of()));
    }

    @Test
    void withoutAPolicyTheCatchAllIsPagedOnce() {
        Move.Fired fired = (Move.Fired) Escalation.begin(Plan.NONE, ROSTER);
        assertThat(fired.people()).containsExactly(ROOT);
        assertThat(fired.catchAll()).isTrue();
        assertThat(Escalation.overdue(Plan.NONE, fired.position(), ROSTER)).isInstanceOf(Move.Exhausted.class);
    }

    @Test
    void anUnreachableStepGivesWayToTheNextAndTheLastToTheCatchAll() {
        Plan plan = plan(3, step(5, user(ANA)), step(10, user(BEA)));
        assertThat(Escalation.unreachable(plan, new Position(1, 0), ROSTER)).contains(fired(2, 0, 10, BEA));
        assertThat(Escalation.unreachable(plan, new Position(2, 0), ROSTER))
                .contains(new Move.Fired(new Position(3, 0), List.of(ROOT), true, Duration.ofMinutes(10), List.of()));
        assertThat(Escalation.unreachable(plan, new Position(3, 0), ROSTER)).isEmpty();
    }

    @Test
    void everyClimbEndsAndNeverGoesBack() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Plan plan = randomPlan(random);
            Move move = Escalation.begin(plan, ROSTER);
            Position last = Position.START;
            int moves = 0;
            while (move instanceof Move.Fired fired) {
                assertThat(fired.people()).as("seed %d", seed).isNotEmpty().doesNotHaveDuplicates();
                Position now = fired.position();
                assertThat(now.repeat() * 100 + now.step())
                        .as("seed %d", seed)
                        .isGreaterThan(last.repeat() * 100 + last.step());
                last = now;
                move = random.nextInt(3) == 0
                        ? Escalation.unreachable(plan, now, ROSTER)
                                .orElseGet(() -> Escalation.overdue(plan, now, ROSTER))
                        : Escalation.overdue(plan, now, ROSTER);
                assertThat(++moves).as("seed %d", seed).isLessThan(100);
            }
            assertThat(last.repeat()).as("seed %d", seed).isEqualTo(plan.repeats());
        }
    }

    private static Plan randomPlan(Random random) {
        List<Target> all = List.of(user(ANA), user(BEA), schedule(PRIMARY), schedule(SECONDARY), user(new UUID(4, 4)));
        List<PolicyStep> steps = new ArrayList<>();
        for (int i = 0, size = random.nextInt(5); i < size; i++) {
            Target[] targets = new Target[random.nextInt(3)];
            for (int j = 0; j < targets.length; j++) {
                targets[j] = all.get(random.nextInt(all.size()));
            }
            steps.add(step(1 + random.nextInt(9), targets));
        }
        return new Plan(random.nextInt(4), steps);
    }

    private static Move fired(int step, int repeat, int minutes, UUID... people) {
        return new Move.Fired(
                new Position(step, repeat), List.of(people), false, Duration.ofMinutes(minutes), List.of());
    }

    private static Plan plan(int repeats, PolicyStep... steps) {
        return new Plan(repeats, List.of(steps));
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
