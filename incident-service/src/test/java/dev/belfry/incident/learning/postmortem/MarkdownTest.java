package dev.belfry.incident.learning.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "![x](javascript:alert(1))",
                "<javascript:alert(1)>",
                "[x]: javascript:alert(1)\n\n[x]",
                "`<svg onload=alert(1)>`",
                "# <a href=\"javascript:x\">",
                "[x](vbscript:msgbox(1))",
                "|<iframe src=//x>|\n|---|\n|y|"
            })
    void nothingThatPeopleWriteRunsInAReadersBrowser(String hostile) {
        var html = html(hostile);
        assertThat(html.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "<script", "<img", "<svg", "<iframe", "href=\"javascript", "href=\"data", "href=\"vbscript");
    }

    @Test
    void headingsTablesAndLinksLookAsTheyAreMeant() {
        assertThat(html("# One\n\n## Two")).contains("<h2>One</h2>", "<h2>Two</h2>");
        assertThat(html("| a | b |\n|---|---|\n| 1 | 2 |")).contains("<table class=\"table\">", "<td>1</td>");
        assertThat(html("[x](https://example.com)"))
                .contains("href=\"https://example.com\"", "rel=\"noopener noreferrer nofollow\"");
        assertThat(html("![a map](https://example.com/m.png)"))
                .contains("href=\"https://example.com/m.png\"", ">a map</a>");
    }

    @Test
    void wordsThatLookForSomebodyToBlameAreFoundInTheOrderOfTheText() {
        var hints =
                Blame.hints("She forgot to check. It was her fault of course: human error. They should have known.");
        assertThat(hints)
                .extracting(Blame.Hint::words)
                .satisfiesExactly(
                        words -> assertThat(words).contains("forgot to"),
                        words -> assertThat(words).contains("fault of"),
                        words -> assertThat(words).contains("human error"),
                        words -> assertThat(words).contains("should have"));
        assertThat(Blame.hints("The default drops unknown headers. Fault tolerance held."))
                .isEmpty();
        assertThat(Blame.hints("human error ".repeat(1_000))).hasSize(10);
    }

    @Test
    void timesAreSaidAsPeopleSayThem() {
        assertThat(List.of(
                        Figures.said(Duration.ofSeconds(12)),
                        Figures.said(Duration.ofMinutes(47)),
                        Figures.said(Duration.ofMinutes(70)),
                        Figures.said(Duration.ofHours(2)),
                        Figures.said(Duration.ofHours(51)),
                        Figures.said(null)))
                .containsExactly("12 s", "47 min", "1 h 10 min", "2 h", "2 d 3 h", "–");
    }

    private static String html(String text) {
        var output = new StringOutput();
        Markdown.html(text).writeTo(output);
        return output.toString();
    }
}
