package dev.belfry.oncall.rota.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When cover is asked for in the name of the service, and when no longer. */
class StandingTest {
    private static final UUID SCHEDULE = new UUID(9, 9);
    private static final UUID ANA = new UUID(0, 1);
    private static final UUID BEA = new UUID(0, 2);
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final Part PART = new Part(ANA, NOW.plusSeconds(3_600), NOW.plusSeconds(7_200));

    private static Standing with(CoverRequest... there) {
        return Standing.of(SCHEDULE, List.of(PART), List.of(there), "service", NOW);
    }

    private static CoverRequest made() {
        return with().made().getFirst();
    }

    @Test
    void coverIsAskedForOnceForEachPart() {
        assertThat(made().part()).isEqualTo(PART);
        Standing again = with(made());
        assertThat(again.made()).isEmpty();
        assertThat(again.open()).containsExactly(made());
    }

    @Test
    void whatIsNoLongerNeededIsWithdrawnAndComesAgainWhenItIs() {
        Standing none = Standing.of(SCHEDULE, List.of(), List.of(made()), "service", NOW);
        assertThat(none.gone()).extracting(CoverRequest::status).containsExactly(CoverStatus.WITHDRAWN);
        assertThat(with(none.gone().getFirst()).again())
                .extracting(CoverRequest::open)
                .containsExactly(true);
    }

    @Test
    void whatSomebodyWithdrewIsNotAskedForAgain() {
        Standing after = with(made().withdrawn("user:" + ANA, NOW));
        assertThat(after.made()).isEmpty();
        assertThat(after.again()).isEmpty();
        assertThat(after.open()).isEmpty();
    }

    @Test
    void whatWasTakenIsAskedForAgainWhenTheCoverItselfIsTakenAway() {
        CoverRequest taken = made().taken(BEA, new UUID(5, 5), "user:" + BEA, NOW);
        assertThat(with(taken).again()).containsExactly(made());
        assertThat(Standing.of(SCHEDULE, List.of(), List.of(taken), "service", NOW)
                        .gone())
                .isEmpty();
    }

    @Test
    void whoAsksThemselvesIsNotAskedForBesides() {
        CoverRequest own = new CoverDraft(SCHEDULE, ANA, NOW, NOW.plusSeconds(90_000), "Please")
                .request(new UUID(4, 4), "user:" + ANA, NOW);
        Standing standing = with(own);
        assertThat(standing.made()).isEmpty();
        assertThat(standing.gone()).isEmpty();
    }
}
