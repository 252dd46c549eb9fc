package dev.belfry.oncall.rota.schedule;

import static dev.belfry.oncall.rota.schedule.Samples.ANA;
import static dev.belfry.oncall.rota.schedule.Samples.BEA;
import static dev.belfry.oncall.rota.schedule.Samples.CID;
import static dev.belfry.oncall.rota.schedule.Samples.DAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an override changes, and why it changes nothing. */
class EffectTest {
    /** Ana from the 5th on, Bea from the 12th, and so on, from 09:00 UTC. */
    private static final Schedule SCHEDULE = Samples.schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T09:00", ANA, BEA);

    private static final String MONDAY = "2026-01-05T09:00:00Z";
    private static final String TUESDAY = "2026-01-06T09:00:00Z";
    private static final String NEXT_MONDAY = "2026-01-12T09:00:00Z";

    private static Effect effect(ScheduleOverride override, ScheduleOverride... others) {
        List<ScheduleOverride> all = new ArrayList<>(List.of(others));
        Resolver without = Resolver.of(SCHEDULE, all);
        all.add(override);
        return Effect.of(override, without, Resolver.of(SCHEDULE, all));
    }

    private static String pointer(Effect effect) {
        Answer.Bad why = effect.why();
        return why == null ? "" : why.pointer();
    }

    @Test
    void anOverrideThatPutsSomebodyElseInChangesAllOfItsTime() {
        Effect effect = effect(Samples.override(1, OverrideKind.REPLACE, CID, ANA, MONDAY, TUESDAY));
        assertThat(effect.why()).isNull();
        assertThat(effect.idle()).isEmpty();
        assertThat(effect.words(
                        Samples.override(1, OverrideKind.REPLACE, CID, ANA, MONDAY, TUESDAY), Instant.parse(MONDAY)))
                .isEmpty();
    }

    @Test
    void whoIsNotThereCannotBeReplacedAndSomebodyWhoCameIsNot() {
        assertThat(pointer(effect(Samples.override(1, OverrideKind.REPLACE, CID, BEA, MONDAY, TUESDAY))))
                .isEqualTo("/replaces");
        ScheduleOverride came = Samples.override(1, OverrideKind.REPLACE, CID, ANA, MONDAY, TUESDAY);
        Effect twice = effect(Samples.override(2, OverrideKind.REPLACE, DAN, CID, MONDAY, TUESDAY), came);
        assertThat(pointer(twice)).isEqualTo("/replaces");
        assertThat(pointer(effect(Samples.override(1, OverrideKind.REMOVE, null, BEA, MONDAY, TUESDAY))))
                .isEqualTo("/replaces");
    }

    @Test
    void whatStandsThereAndWinsIsNamed() {
        ScheduleOverride narrow =
                Samples.override(1, OverrideKind.REPLACE, Samples.FIRST, CID, null, MONDAY, NEXT_MONDAY);
        Effect effect = effect(Samples.override(2, OverrideKind.REPLACE, DAN, null, MONDAY, TUESDAY), narrow);
        assertThat(pointer(effect)).isEqualTo("/start");
        assertThat(String.valueOf(effect.why())).contains(narrow.id().toString());
    }

    @Test
    void aTurnThatDoesNotExistIsNamed() {
        assertThat(pointer(effect(turn(Instant.parse(TUESDAY))))).isEqualTo("/turn");
        assertThat(pointer(effect(turn(Instant.parse(MONDAY))))).isEmpty();
    }

    private static ScheduleOverride turn(Instant begins) {
        UUID layer = SCHEDULE.groups().getFirst().layers().getFirst().id();
        return new ScheduleOverride(
                new UUID(5, 1),
                Samples.SCHEDULE,
                OverrideKind.REPLACE,
                null,
                layer,
                begins,
                CID,
                null,
                Instant.parse(MONDAY),
                Instant.parse(TUESDAY),
                null,
                Instant.EPOCH,
                null);
    }

    @Test
    void beforeAnybodyIsOnCallNobodyGoesAndNobodyLooksOn() {
        for (OverrideKind kind : List.of(OverrideKind.VACATE, OverrideKind.SHADOW)) {
            @Nullable UUID comes = kind == OverrideKind.SHADOW ? CID : null;
            assertThat(pointer(effect(
                            Samples.override(1, kind, comes, null, "2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z"))))
                    .isEqualTo("/start");
        }
    }

    @Test
    void inWhichPartItChangesNothingIsSaid() {
        ScheduleOverride override = Samples.override(1, OverrideKind.REPLACE, CID, BEA, MONDAY, "2026-01-26T09:00:00Z");
        Effect effect = effect(override);
        assertThat(effect.why()).isNull();
        assertThat(effect.idle())
                .containsExactly(
                        new Span(Instant.parse(MONDAY), Instant.parse(NEXT_MONDAY)),
                        new Span(Instant.parse("2026-01-19T09:00:00Z"), Instant.parse("2026-01-26T09:00:00Z")));
        assertThat(effect.words(override, Instant.parse("2026-01-01T00:00:00Z")))
                .containsExactly(
                        "It counts from " + MONDAY + " on: what is past is closed.",
                        "It changes nothing for 336 h of its 504 h, first from " + MONDAY + " to " + NEXT_MONDAY + ".");
    }

    @Test
    void whatTheLayersNoLongerGiveIsALapsedSwap() {
        UUID swap = new UUID(6, 1);
        ScheduleOverride half = new ScheduleOverride(
                new UUID(5, 1),
                Samples.SCHEDULE,
                OverrideKind.REPLACE,
                null,
                null,
                null,
                BEA,
                ANA,
                Instant.parse(MONDAY),
                Instant.parse(TUESDAY),
                swap,
                Instant.EPOCH,
                null);
        ScheduleOverride over = Samples.override(2, OverrideKind.REPLACE, CID, null, MONDAY, TUESDAY);
        ScheduleOverride gone =
                Samples.override(3, OverrideKind.REPLACE, CID, ANA, NEXT_MONDAY, "2026-01-19T09:00:00Z");
        Span asked = new Span(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(lapsed(List.of(half), SCHEDULE, asked)).isEmpty();
        Schedule later = Samples.schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T15:00", ANA, BEA);
        assertThat(lapsed(List.of(half), later, asked))
                .containsExactly(new Lapsed(half, new Span(half.start(), Instant.parse("2026-01-05T15:00:00Z"))));
        Schedule without = Samples.schedule("UTC", RotationUnit.WEEKLY, "2026-01-05T09:00", BEA);
        assertThat(lapsed(List.of(half, gone), without, asked))
                .containsExactly(
                        new Lapsed(half, new Span(half.start(), half.end())),
                        new Lapsed(gone, new Span(gone.start(), gone.end())));
        assertThat(lapsed(List.of(half, over), SCHEDULE, asked))
                .as("what another wins over was put aside on purpose")
                .isEmpty();
    }

    private static List<Lapsed> lapsed(List<ScheduleOverride> all, Schedule schedule, Span asked) {
        return Lapsed.of(all, Resolver.of(schedule, all).shifts(asked.from(), asked.to()), asked);
    }
}
