package dev.belfry.incident.signal.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MatcherTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");

    @Test
    void aMissingLabelIsAnEmptyOne() {
        assertThat(MatcherText.read("foo=\"\"").matches(Map.of())).isTrue();
        assertThat(MatcherText.read("foo=\"\"").matches(Map.of("foo", "x"))).isFalse();
        assertThat(MatcherText.read("foo!=x").matches(Map.of())).isTrue();
        assertThat(MatcherText.read("foo=~\".*\"").matches(Map.of())).isTrue();
        assertThat(MatcherText.read("foo=~\".+\"").matches(Map.of())).isFalse();
        assertThat(MatcherText.read("foo!~\"\"").matches(Map.of())).isFalse();
    }

    @Test
    void aRegularExpressionMatchesTheWholeValue() {
        var db = MatcherText.read("instance=~\"db.\"");
        assertThat(db.matches(Map.of("instance", "db1"))).isTrue();
        assertThat(db.matches(Map.of("instance", "db12"))).isFalse();
        assertThat(db.matches(Map.of("instance", "xdb1"))).isFalse();
        var either = MatcherText.read("env=~\"prod|stage\"");
        assertThat(either.matches(Map.of("env", "prod"))).isTrue();
        assertThat(either.matches(Map.of("env", "prodx"))).isFalse();
        assertThat(MatcherText.read("text=~\"a.b\"").matches(Map.of("text", "a\nb")))
                .isTrue();
        assertThat(MatcherText.read("env!~\"prod|stage\"").matches(Map.of("env", "dev")))
                .isTrue();
    }

    @Test
    void noExpressionTakesForEver() {
        var nested = MatcherText.read("x=~\"(a+)+b\"");
        var started = System.nanoTime();
        assertThat(nested.matches(Map.of("x", "a".repeat(100_000)))).isFalse();
        assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
    }

    @Test
    void theyAreReadAsPeopleWriteThemAndWrittenTheSame() {
        for (var text : List.of(
                "alertname=\"A\"",
                "a!=\"b c\"",
                "a=~\"x.*\"",
                "a!~\"\\\\d\"",
                "a=\"say \\\"hi\\\"\"",
                "a=\"\"",
                "ünï.code=\"x\"")) {
            assertThat(MatcherText.read(text).text()).isEqualTo(text);
        }
        assertThat(MatcherText.read(" alertname = A ").text()).isEqualTo("alertname=\"A\"");
        assertThat(MatcherText.read("a=~\"\\d+\"").value()).isEqualTo("\\d+");
        assertThat(MatcherText.read("\"spaced name\"=x").name()).isEqualTo("spaced name");
        assertThat(MatcherText.readLines("a=b\n\n c!=d \r\n")).hasSize(2);
    }

    @Test
    void whatIsNoneIsRefusedInWords() {
        for (var text : List.of("", "x", "=a", "a=\"b", "a=b\"", "a=\"b\"c\"", "a=\"b\\\"", "{a=b}", "a b=c")) {
            assertThatThrownBy(() -> MatcherText.read(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("bad matcher format: ");
        }
        assertThatThrownBy(() -> MatcherText.read("a=~\"(\"")).hasMessageStartingWith("bad regular expression");
        assertThatThrownBy(() -> MatcherText.read("a=~" + "x".repeat(1_500))).hasMessageContaining("at most 1000");
        assertThatThrownBy(() -> MatcherText.readLines(" \n")).hasMessageContaining("1 to 50");
        assertThatThrownBy(() -> MatcherText.readLines("a=b\n".repeat(51))).hasMessageContaining("1 to 50");
    }

    @Test
    void aSilenceOfAllServicesDoesNotReachBelfrysOwn() {
        var matchers = List.of(MatcherText.read("alertname!=\"\""));
        var all = new Silence(new UUID(1, 1), null, matchers, T0, T0.plusSeconds(60), "Bea", "test", Map.of(), 1, T0);
        var labels = Map.of("alertname", "A");
        assertThat(all.silences(new UUID(2, 2), labels)).isTrue();
        assertThat(all.silences(dev.belfry.incident.catalog.service.Service.BELFRY, labels))
                .isFalse();
        assertThat(all.state(T0.minusSeconds(1))).isEqualTo(Silence.State.PENDING);
        assertThat(all.state(T0)).isEqualTo(Silence.State.ACTIVE);
        assertThat(all.state(T0.plusSeconds(60))).isEqualTo(Silence.State.EXPIRED);
        assertThat(all.sameMatchers(List.of(MatcherText.read("alertname!=\"\""))))
                .isTrue();
        assertThat(all.sameMatchers(List.of(MatcherText.read("alertname!=x")))).isFalse();
    }
}
