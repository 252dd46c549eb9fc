package dev.belfry.contracts.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.IncidentSeverity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EscalationWordsTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Party ANA =
            new Party(new UUID(1, 1), "Ana Example", Through.SCHEDULE, new UUID(1, 2), "Nights");
    private static final Party BEA = new Party(new UUID(1, 3), "Bea Example", Through.NAMED, null, null);

    @Test
    void aStepTellsWhomItPagedAndThroughWhat() {
        assertThat(EscalationWords.of(fact(FactKind.ASKED, 2, 0, List.of(ANA, BEA), null, null)))
                .isEqualTo("Step 2 paged Ana Example (on call in \"Nights\"), Bea Example");
        assertThat(EscalationWords.of(fact(FactKind.ASKED, 2, 1, List.of(BEA), null, null)))
                .isEqualTo("Step 2 paged Bea Example (repeat 1)");
    }

    @Test
    void theCatchAllSaysThatItIs() {
        Party root = new Party(new UUID(1, 4), "Root Example", Through.CATCH_ALL_ADMINISTRATOR, null, null);
        assertThat(EscalationWords.of(fact(FactKind.ASKED, 3, 0, List.of(root), null, null)))
                .isEqualTo("Nobody else could be asked, so the catch-all is paged: Root Example");
    }

    @Test
    void aSkippedStepSaysWhatItIsFor() {
        assertThat(EscalationWords.of(fact(FactKind.SKIPPED, 1, 0, List.of(), FactReason.OTHER_SEVERITY, null)))
                .isEqualTo("Step 1 was skipped: it is for SEV4 and this is SEV1");
    }

    @Test
    void whatAPersonAskedForCarriesTheirOwnReason() {
        assertThat(EscalationWords.of(fact(FactKind.HURRIED, 1, 0, List.of(), null, null)))
                .isEqualTo("Cid Example asked for the next step now: nobody answers the phone");
    }

    @Test
    void anEscalationForOnePersonSaysWhoIsPagedAndWhyOthersAreInstead() {
        assertThat(EscalationWords.of(forOne(FactKind.BEGUN, null, null)))
                .isEqualTo("Only Ana Example is paged, and nobody else");
        assertThat(EscalationWords.of(forOne(FactKind.EXHAUSTED, FactReason.NO_ANSWER, null)))
                .startsWith("Only Ana Example was paged and has not answered; nobody else will be paged");
        assertThat(EscalationWords.of(forOne(FactKind.BEGUN_ANEW, FactReason.NOBODY_ACTIVE, new UUID(2, 4))))
                .isEqualTo("Ana Example is not active any more, so others are paged from the first step:"
                        + " version 3 of \"Payments\"");
        assertThat(EscalationWords.of(forOne(FactKind.BEGUN_ANEW, FactReason.UNDELIVERABLE, null)))
                .isEqualTo(
                        "Ana Example cannot be reached, so others are paged from the first step: there is no policy");
    }

    private static EscalationFact forOne(FactKind kind, @Nullable FactReason reason, @Nullable UUID policy) {
        return new EscalationFact(
                new UUID(2, 1),
                new UUID(2, 2),
                new UUID(2, 3),
                1,
                NOON,
                0,
                kind,
                1,
                0,
                IncidentSeverity.SEV1,
                policy == null ? "" : "Payments",
                policy,
                policy == null ? null : Long.valueOf(3),
                null,
                null,
                List.of(),
                false,
                reason,
                "Ana Example",
                null,
                null);
    }

    @Test
    void onlyALateStepIsNews() {
        assertThat(EscalationWords.isNews(fact(FactKind.STEP_DUE, 1, 0, List.of(), null, NOON.minusSeconds(2))))
                .isFalse();
        EscalationFact late = fact(FactKind.STEP_DUE, 1, 0, List.of(), null, NOON.minusSeconds(300));
        assertThat(EscalationWords.isNews(late)).isTrue();
        assertThat(EscalationWords.of(late)).contains("comes 5 min late: Belfry was away");
    }

    @ParameterizedTest
    @EnumSource
    void everyFactHasWords(FactKind kind) {
        for (FactReason reason : FactReason.values()) {
            assertThat(EscalationWords.of(fact(kind, 1, 0, List.of(ANA), reason, NOON)))
                    .isNotBlank()
                    .doesNotContain("null");
        }
    }

    private static EscalationFact fact(
            FactKind kind, int step, int pass, List<Party> whom, @Nullable FactReason reason, @Nullable Instant due) {
        return new EscalationFact(
                new UUID(2, 1),
                new UUID(2, 2),
                new UUID(2, 3),
                1,
                NOON,
                0,
                kind,
                step,
                pass,
                IncidentSeverity.SEV1,
                "Payments",
                new UUID(2, 4),
                3L,
                kind == FactKind.HURRIED ? Actor.user(null, "Cid Example") : null,
                kind == FactKind.HURRIED ? "nobody answers the phone" : null,
                whom,
                false,
                reason,
                "SEV4",
                due,
                NOON);
    }
}
