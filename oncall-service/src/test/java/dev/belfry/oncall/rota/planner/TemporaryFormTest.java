package dev.belfry.oncall.rota.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TemporaryFormTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final UUID ANA = new UUID(1, 1);
    private static final UUID BEA = new UUID(2, 2);

    @Test
    void turnsOfADayChangeHandsAtTheSameTimeOfDayWhenTheClocksGoBack() {
        var shared = form("2030-10-26T09:00", "2030-10-29T12:00", "P1D").shared(List.of(ANA, BEA), BERLIN);
        assertThat(shared.lines())
                .extracting(TemporaryForm.Line::start)
                .containsExactly("2030-10-26T09:00", "2030-10-27T09:00", "2030-10-28T09:00", "2030-10-29T09:00");
        assertThat(shared.lines())
                .extracting(TemporaryForm.Line::user)
                .containsExactly(ANA.toString(), BEA.toString(), ANA.toString(), BEA.toString());
        assertThat(shared.lines().getLast().end()).isEqualTo("2030-10-29T12:00");
        assertThat(shared.holes(BERLIN)).isEmpty();
    }

    @Test
    void aTurnThatEndsInTheHourThatComesTwiceSaysWhichPass() {
        var shared = form("2030-10-26T14:30", "2030-10-27T12:00", "PT12H").shared(List.of(ANA, BEA), BERLIN);
        assertThat(shared.lines().getFirst().end()).isEqualTo("2030-10-27T02:30+02:00");
        assertThat(shared.holes(BERLIN)).isEmpty();
    }

    @Test
    void moreTurnsThanTheFormHoldsAreRefusedAtTheLength() {
        var shared = form("2030-01-01T00:00", "2030-12-31T00:00", "PT12H").shared(List.of(ANA), BERLIN);
        assertThat(shared.error("turn")).isEqualTo("These are more than 50 shifts. Choose longer turns.");
        assertThat(shared.lines()).isEmpty();
        assertThat(form("2030-01-01T00:00", "2030-01-26T00:00", "PT12H")
                        .shared(List.of(ANA), BERLIN)
                        .lines())
                .hasSize(50);
    }

    @Test
    void timeThatNoShiftFillsIsNamedWhateverTheOrderOfTheShifts() {
        var fields = new HashMap<>(Map.of("start", "2030-03-04T09:00", "end", "2030-03-05T09:00", "lines", "2"));
        fields.putAll(Map.of("user-0", ANA.toString(), "start-0", "2030-03-04T18:00", "end-0", "2030-03-05T06:00"));
        fields.putAll(Map.of("user-1", BEA.toString(), "start-1", "2030-03-04T10:00", "end-1", "2030-03-04T19:00"));
        assertThat(TemporaryForm.typed(field -> fields.getOrDefault(field, "")).holes(BERLIN))
                .containsExactly("Mon 4 Mar, 09:00 to 10:00", "Tue 5 Mar, 06:00 to 09:00");
    }

    @Test
    void aShiftThatIsAddedBeginsWhereTheLastOneEndsAndOneIsTakenAwayByItsPlace() {
        var one = form("2030-03-04T09:00", "2030-03-05T09:00", "P1D").more();
        assertThat(one.lines()).containsExactly(new TemporaryForm.Line("", "2030-03-04T09:00", "2030-03-05T09:00"));
        assertThat(one.more().lines().getLast().start()).isEqualTo("2030-03-05T09:00");
        assertThat(one.without(0).lines()).isEmpty();
        assertThat(one.without(7)).isEqualTo(one);
    }

    private static TemporaryForm form(String start, String end, String turn) {
        var fields = Map.of("start", start, "end", end, "turn", turn);
        return TemporaryForm.typed(field -> fields.getOrDefault(field, ""));
    }
}
