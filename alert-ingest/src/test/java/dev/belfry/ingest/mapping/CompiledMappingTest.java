package dev.belfry.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions may cost, and what they may see. */
class CompiledMappingTest {
    private static PayloadMapping summary(String expression) {
        return new PayloadMapping(null, null, null, expression, null, null, null, null, null);
    }

    private static final String LIST = "{\"l\":[" + "1,".repeat(4_999) + "1],\"t\":\"" + "a".repeat(400_000) + "\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string(body.l.map(x, body.l.map(y, x + y)).size())",
                "string(body.l.all(x, body.l.all(y, body.l.all(z, x + y + z > 0))))",
                "string(body.l.map(x, body.t + body.t + body.t + body.t).size())",
                "string(body.l.all(x, body == body))",
                "string(body.l.all(x, body.t.matches('(a?){30}a{30}b') || true))",
                "string(body.l.exists(x, body.t.split('').size() == x))",
                "string(body.l.map(x, body.l + body.l).exists(y, y == [1]))"
            })
    void whatWouldTakeForEverIsStopped(String expression) {
        var mapping = CompiledMapping.of(summary(expression));
        assertThat(mapping.faults()).isEmpty();
        var body = Json.read(LIST, JsonNode.class);
        long start = System.nanoTime();
        var read = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> mapping.read(body, Map.of()));
        System.out.println((System.nanoTime() - start) / 1_000_000 + " ms: " + read.notes());
        assertThat(read.notes()).singleElement().asString().contains("stopped, because");
    }

    @Test
    void aLongTextIsJoinedWithinItsBoundOnly() {
        var sum = "body.t" + "+body.t".repeat(550);
        var read = CompiledMapping.of(summary(sum)).read(Json.read(LIST, JsonNode.class), Map.of());
        assertThat(read.notes()).isNotEmpty();
    }

    @Test
    void theWorkOfARequestIsSharedByItsAlerts() {
        var mapping = CompiledMapping.of(new PayloadMapping(
                "body.l", null, null, "string(body.l.map(x, x).size())", null, null, null, null, null));
        var read = mapping.read(Json.read(LIST, JsonNode.class), Map.of());
        assertThat(read.items()).hasSize(1_000);
        assertThat(read.leftOut()).isEqualTo(4_000);
        assertThat(read.notes()).hasSize(100).allMatch(note -> note.contains("too much work"));
        assertThat(read.items().getFirst().value(Member.SUMMARY)).isNotNull();
        assertThat(read.items().getLast().value(Member.SUMMARY)).isNull();
    }

    @Test
    void anExpressionHasAPageAtMost() {
        var long_ = "'" + "a".repeat(4_000) + "'";
        assertThat(CompiledMapping.of(summary(long_)).faults())
                .containsExactly(new MappingFault(Member.SUMMARY, "must have at most 4000 characters"));
        var deep = "(".repeat(1_900) + "1" + ")".repeat(1_900);
        assertThat(CompiledMapping.of(summary(deep)).faults()).hasSize(1);
        assertThat(CompiledMapping.of(summary("body.t.replace('a', body.t)")).faults())
                .hasSize(1);
    }

    @Test
    void headersThatTellWhoSomebodyIsAreNotSeen() {
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (var name : List.of(
                "Authorization",
                "Proxy-Authorization",
                "COOKIE",
                "Set-Cookie",
                "X-Api-Key",
                "X-Auth-Token",
                "My-Secret",
                "User-Agent")) {
            headers.add(Map.entry(name, "v"));
        }
        headers.add(Map.entry("user-agent", "second"));
        assertThat(VisibleHeaders.of(headers)).isEqualTo(Map.of("user-agent", "v"));
    }

    @Test
    void theLanguageCanBeLoadedBeforehand() {
        assertThat(CompiledMapping.prepare()).isTrue();
    }

    @Test
    void mappingsThatNobodyUsesGo() {
        var mappings = new Mappings();
        var first = mappings.of(summary("'first'"));
        assertThat(mappings.of(summary("'first'"))).isSameAs(first);
        for (int i = 0; i < 500; i++) {
            mappings.of(summary("'" + i + "'"));
        }
        assertThat(mappings.of(summary("'first'"))).isNotSameAs(first);
    }
}
