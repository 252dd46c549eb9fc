package dev.belfry.incident.incident.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SearchWordsTest {
    @Test
    void wordsAreTheSameHoweverTheyAreWritten() {
        assertThat(SearchWords.of("Ärger: DB1.example.com, 85 % (p99)", 1_000))
                .isEqualTo("arger db1 example com 85 p99");
        assertThat(SearchWords.of(null, 10)).isEmpty();
        assertThat(SearchWords.of("abcdef", 3)).isEqualTo("abc");
        assertThat(SearchWords.of("支払い 失敗", 100)).isEqualTo("支払い 失敗");
    }

    @Test
    void whatIsAskedForBecomesAQuery() {
        assertThat(SearchWords.query("card payments")).isEqualTo("card & payments:*");
        assertThat(SearchWords.query("\"card payments\" fail")).isEqualTo("(card <-> payments) & fail:*");
        assertThat(SearchWords.query("card -test")).isEqualTo("card & !test:*");
        assertThat(SearchWords.query("card or cash")).isEqualTo("card | cash:*");
        assertThat(SearchWords.query("quartz-7")).isEqualTo("(quartz & 7)");
        assertThat(SearchWords.query("or")).isEqualTo("or");
        assertThat(SearchWords.query("cash or")).isEqualTo("cash & or");
    }

    @Test
    void nothingThatSomebodyTypesBreaksTheQuery() {
        for (var typed : List.of("", " ", "%", "-", "--", "\"", "\"\"", "&|!():*<->'\\", "-only", "🔥")) {
            assertThat(SearchWords.query(typed)).as(typed).isIn(null, "");
        }
        for (var typed : List.of("a & | b", "x':* | !y", "or or or", "-\"a b\" c", "a".repeat(200), "a ".repeat(90))) {
            assertThat(Objects.requireNonNull(SearchWords.query(typed)))
                    .as(typed)
                    .matches("[\\p{L}\\p{N} &|!():*<>-]+")
                    .doesNotContain("& &", "| |", "| &", "& |");
        }
    }

    @Test
    void theTextAroundAHitIsShownAndEscaped() {
        var match = Objects.requireNonNull(
                Match.of("note", "The <b>Card</b> processor is down & cards fail", List.of("card")));
        assertThat(match.html())
                .isEqualTo("The &lt;b&gt;<mark>Card</mark>&lt;/b&gt; processor is down &amp; <mark>cards</mark> fail");
        var far = Objects.requireNonNull(
                Match.of("note", "x ".repeat(500) + "Ärger " + "y ".repeat(500), List.of("arger")));
        assertThat(far.html())
                .startsWith("… x")
                .endsWith("…")
                .contains("<mark>Ärger</mark>")
                .hasSizeLessThan(260);
        assertThat(Match.of("note", "discard", List.of("card")))
                .as("in the midst of a word")
                .isNull();
    }

    @Test
    void aSignThatBecomesManyLettersMakesNoLongerText() {
        assertThat(SearchWords.of("\u3300".repeat(200), 200)).hasSize(200);
        assertThat(SearchWords.query("\uFDFA".repeat(500))).hasSizeLessThan(300);
    }

    @Test
    void whatIsShownIsNeverCutThroughASign() {
        for (int before = 60; before < 70; before++) {
            var text = "\uD83D\uDE00".repeat(before) + "x".repeat(before % 2) + " needle " + "\uD83D\uDE00".repeat(300);
            var match = java.util.Objects.requireNonNull(Match.of("title", text, java.util.List.of("needle")));
            assertThat(match.html().codePoints().filter(sign -> sign >= 0xD800 && sign <= 0xDFFF))
                    .isEmpty();
        }
    }
}
