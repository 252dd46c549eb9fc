package dev.belfry.notifier.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.Priority;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<Outcome> TAKEN = List.of(new Outcome.Accepted("taken"));
    private static final List<Outcome> TROUBLE = List.of(new Outcome.Passing("away", null, Outcome.Trouble.CERTAIN));

    private static final List<Outcome> SILENCE =
            List.of(new Outcome.Passing("did not answer", null, Outcome.Trouble.SUSPECTED));

    private final Slots slots = new Slots(ChannelFigures.email(8), 0);

    private static UUID method(int number) {
        return new UUID(1, number);
    }

    private boolean take(int number, long now) {
        return slots.take(new Turn(method(number), Priority.FIRST_PAGE), now);
    }

    private void known(int number, long took) {
        assertThat(take(number, 0)).isTrue();
        slots.end(method(number), TAKEN, took);
    }

    private int takeAll(int from, int to) {
        int taken = 0;
        for (int number = from; number < to; number++) {
            taken += take(number, 0) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aContactMethodHasOneSlot() {
        assertThat(take(1, 0)).isTrue();
        assertThat(take(1, 0)).isFalse();
        slots.giveBack(method(1));
        assertThat(take(1, 0)).isTrue();
    }

    @Test
    void slowOnesShareHalfUnknownOnesAQuarterMoreAndQuickOnesHaveThemAll() {
        for (int number = 0; number < 10; number++) {
            known(number, 3 * SECOND);
            known(100 + number, SECOND / 100);
        }
        assertThat(takeAll(0, 10)).isEqualTo(4);
        assertThat(takeAll(50, 60)).isEqualTo(2);
        assertThat(takeAll(100, 110)).isEqualTo(2);
        assertThat(slots.full()).isTrue();
    }

    @Test
    void aProviderInTroubleIsAskedOnceASecondUntilItServes() {
        for (int number = 0; number < Breaker.STREAK; number++) {
            assertThat(take(number, 0)).isTrue();
            assertThat(slots.end(method(number), TROUBLE, 1)).isFalse();
        }
        assertThat(slots.troubled()).isTrue();
        assertThat(take(50, SECOND)).isTrue();
        assertThat(take(51, SECOND)).isFalse();
        assertThat(slots.end(method(50), TROUBLE, 1)).isFalse();
        assertThat(take(51, 2 * SECOND)).isTrue();
        assertThat(slots.end(method(51), TAKEN, 1)).as("the trouble has ended").isTrue();
        assertThat(takeAll(60, 70)).isGreaterThan(2);
    }

    private void silent(int number, long now) {
        assertThat(take(number, now)).isTrue();
        assertThat(slots.end(method(number), SILENCE, 10 * SECOND)).isFalse();
    }

    @Test
    void oneSilentMailboxIsNoTroubleOfTheProviderHoweverOftenItIsTried() {
        for (int time = 0; time < 50; time++) {
            silent(1, time * SECOND);
        }
        assertThat(slots.troubled()).isFalse();
    }

    @Test
    void silentMailboxesOneAfterTheOtherHoldUpEachOtherAndNobodyElse() {
        for (int number = 0; number < Breaker.STREAK; number++) {
            silent(number, 0);
        }
        assertThat(slots.troubled()).isTrue();
        assertThat(takeAll(50, 53)).as("who was not silent").isEqualTo(3);
        assertThat(take(0, SECOND / 2)).isFalse();
        assertThat(take(0, SECOND)).isTrue();
        assertThat(take(1, SECOND)).isFalse();
        assertThat(slots.end(method(50), TAKEN, 1)).as("the trouble has ended").isTrue();
        assertThat(take(1, SECOND)).isTrue();
    }

    @Test
    void oneThatServesOthersInBetweenIsNotInTrouble() {
        for (int number = 0; number < 50; number++) {
            assertThat(take(number, 0)).isTrue();
            slots.end(method(number), number % 5 == 0 ? TAKEN : TROUBLE, 1);
        }
        assertThat(slots.troubled()).isFalse();
    }

    @Test
    void whatWasTriedBeforeStaysWithinItsBudgetUntilItSucceeds() {
        int begun = 0;
        for (int number = 0; number < 100; number++) {
            if (slots.take(new Turn(method(number), Priority.FIRST_PAGE, true), 0)) {
                begun++;
                slots.end(method(number), List.of(new Outcome.Passing("greylisted", null, Outcome.Trouble.NONE)), 1);
            }
        }
        assertThat(begun).isEqualTo(8);
        assertThat(slots.take(new Turn(method(1), Priority.FIRST_PAGE, true), SECOND))
                .isTrue();
        slots.end(method(1), TAKEN, 1);
        assertThat(slots.take(new Turn(method(2), Priority.FIRST_PAGE, true), SECOND))
                .isTrue();
        assertThat(slots.take(new Turn(method(3), Priority.FIRST_PAGE, true), SECOND))
                .isTrue();
    }
}
