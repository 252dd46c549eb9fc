package dev.belfry.notifier.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.delivery.Priority;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final Waiting waiting = new Waiting();

    private static Turn turn(int number, Priority priority) {
        return new Turn(new UUID(1, number), priority);
    }

    private List<Long> take(int most) {
        return waiting.take(most, turn -> true).stream()
                .map(turn -> turn.method().getLeastSignificantBits())
                .toList();
    }

    @Test
    void firstPagesGoBeforePagesAgainAndThoseBeforeInformation() {
        waiting.offer(List.of(
                turn(1, Priority.BULK),
                turn(2, Priority.INFORMATION),
                turn(3, Priority.PAGE_AGAIN),
                turn(4, Priority.FIRST_PAGE),
                turn(5, Priority.FIRST_PAGE)));
        assertThat(take(3)).containsExactly(4L, 5L, 3L);
        assertThat(take(3)).containsExactly(2L, 1L);
    }

    @Test
    void whoeverHasMuchDueStandsInLineOnceAndMovesUpForWhatIsUrgent() {
        waiting.offer(List.of(turn(1, Priority.PAGE_AGAIN), turn(2, Priority.PAGE_AGAIN)));
        waiting.offer(List.of(turn(2, Priority.FIRST_PAGE), turn(2, Priority.PAGE_AGAIN)));
        assertThat(waiting.size()).isEqualTo(2);
        assertThat(take(5)).containsExactly(2L, 1L);
    }

    @Test
    void thoseThatMayNotGoKeepTheirPlaceAndHoldUpNobody() {
        waiting.offer(List.of(turn(1, Priority.FIRST_PAGE), turn(2, Priority.FIRST_PAGE)));
        assertThat(waiting.take(5, turn -> turn.method().getLeastSignificantBits() == 2))
                .hasSize(1);
        assertThat(take(5)).containsExactly(1L);
    }

    @Test
    void theLineIsBounded() {
        waiting.offer(IntStream.range(0, 2 * Waiting.BOUND)
                .mapToObj(number -> turn(number, Priority.FIRST_PAGE))
                .toList());
        assertThat(waiting.size()).isEqualTo(Waiting.BOUND);
    }
}
