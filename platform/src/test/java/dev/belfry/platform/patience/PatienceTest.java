package dev.belfry.platform.patience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.platform.patience.Patience.Verdict;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Throwable statementTimeout = sql("57014");
    private final Throwable badValue = sql("22P02");
    private final Throwable unknown = new IllegalStateException("who knows");

    private static PgException sql(String state) {
        return new PgException("test", "ERROR", state, "");
    }

    @Test
    void aDatabaseOrBrokerThatIsAwayIsWaitedForAndNeverCountsAgainstTheWork() {
        for (var away : new Throwable[] {
            sql("08006"),
            sql("57P01"),
            sql("57P03"),
            sql("53300"),
            sql("25006"),
            sql("40001"),
            new IOException("reset"),
            new TimeoutException("late"),
            new org.apache.kafka.common.errors.TimeoutException("no leader")
        }) {
            for (int attempt = 1; attempt < 50; attempt++) {
                assertThat(Patience.after(away, attempt, attempt % 2 == 0 ? 500 : 1))
                        .isInstanceOfSatisfying(
                                Verdict.Wait.class,
                                wait -> assertThat(wait.counts()).isFalse());
            }
        }
    }

    @Test
    void aStatementTimeoutHalvesAndIsNeverSetAsideAtOnce() {
        assertThat(Patience.after(statementTimeout, 1, 500)).isEqualTo(new Verdict.Halve());
        assertThat(Patience.after(statementTimeout, 1, 2)).isEqualTo(new Verdict.Halve());
        assertThat(Patience.after(statementTimeout, 1, 1)).isInstanceOf(Verdict.Wait.class);
        assertThat(Patience.after(statementTimeout, Patience.TRIES, 1)).isEqualTo(new Verdict.SetAside());
    }

    @Test
    void whatIsCertainToFailAgainIsHalvedUntilItIsAlone() {
        assertThat(Patience.after(badValue, 1, 7)).isEqualTo(new Verdict.Halve());
        assertThat(Patience.after(badValue, 1, 1)).isEqualTo(new Verdict.SetAside());
        assertThat(Patience.after(new RecordTooLargeException(), 1, 1)).isEqualTo(new Verdict.SetAside());
        assertThat(Patience.after(new NullPointerException(), 1, 1)).isEqualTo(new Verdict.SetAside());
    }

    @Test
    void whatNobodyKnowsIsTriedABoundedNumberOfTimes() {
        assertThat(Patience.after(unknown, 1, 500)).isInstanceOf(Verdict.Wait.class);
        assertThat(Patience.after(unknown, 2, 500)).isEqualTo(new Verdict.Halve());
        for (int attempt = 1; attempt < Patience.TRIES; attempt++) {
            assertThat(Patience.after(unknown, attempt, 1)).isInstanceOf(Verdict.Wait.class);
        }
        assertThat(Patience.after(unknown, Patience.TRIES, 1)).isEqualTo(new Verdict.SetAside());
    }

    @Test
    void theWaitDoublesUpToEightSeconds() {
        assertThat(Patience.delay(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(Patience.delay(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Patience.delay(5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(Patience.delay(1_000_000)).isEqualTo(Duration.ofSeconds(8));
    }
}
