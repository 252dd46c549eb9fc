package dev.belfry.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.ingest.mapping.CompiledMapping;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's expressions over a user's JSON. */
class MappedJsonTest {
    private static final PayloadMapping NONE = mapping("{}");

    private static PayloadMapping mapping(String json) {
        return Json.read(json.replace('`', '"'), PayloadMapping.class);
    }

    private static MappedJson.Reading read(PayloadMapping mapping, String body, Map<String, String> headers) {
        return MappedJson.read(
                CompiledMapping.of(mapping),
                Json.read(body.replace('`', '"'), JsonNode.class),
                headers,
                Golden.minting());
    }

    private static MappedJson.Reading read(String mapping, String body) {
        return read(mapping(mapping), body, Map.of());
    }

    private static AlertSignal one(String mapping, String body) {
        var alerts = read(mapping, body).alerts();
        assertThat(alerts).hasSize(1);
        return alerts.getFirst();
    }

    private static String text(Answer answer) {
        return Json.text(Objects.requireNonNull(answer.body()));
    }

    @Test
    void everyMemberIsReadByItsExpression() {
        var read = read(mapping("""
                {`action`: `body.st == 0 ? 'resolve' : 'trigger'`,
                 `dedupKey`: `body.host.name + '/' + string(body.check.id)`,
                 `summary`: `body.check.title.lowerAscii()`,
                 `severity`: `{1: 'warning', 2: 'critical'}[body.st]`,
                 `source`: `headers['x-from']`,
                 `component`: `body.tags.filter(t, t.startsWith('svc:'))[0].substring(4)`,
                 `links`: `['https://example.net/' + body.host.name, 'ftp://example.net']`,
                 `details`: `{'zone': body.host.zone, 'value': body.value, 'half': body.value / 2.0}`}"""), """
                {`st`: 2, `host`: {`name`: `db-1`, `zone`: `b`}, `check`: {`id`: 77, `title`: `DISK Full`},
                 `tags`: [`x`, `svc:shop`], `value`: 97.5}""", Map.of("x-from", "probe.example.net"));
        assertThat(read.notes()).isEmpty();
        assertThat(read.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.action()).isEqualTo(AlertAction.TRIGGER);
            assertThat(alert.dedupKey()).isEqualTo("db-1/77");
            assertThat(alert.summary()).isEqualTo("disk full");
            assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
            assertThat(alert.source()).isEqualTo("probe.example.net");
            assertThat(alert.component()).isEqualTo("shop");
            assertThat(alert.links()).containsExactly(new AlertLink("https://example.net/db-1", null));
            assertThat(alert.details())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("zone", "b", "value", "97.5", "half", "48.75", "link", "ftp://example.net"));
        });
    }

    @Test
    void aListIsManyAlertsAndWhatIsIgnoredIsNone() {
        var read = read("""
                {`items`: `body.checks`, `dedupKey`: `item.n`, `summary`: `body.site + ': ' + item.n`,
                 `action`: `item.ok ? 'ok' : (item.n == 'c' ? 'ignore' : 'down')`}""", """
                {`site`: `s`, `checks`: [{`n`: `a`, `ok`: true}, {`n`: `b`, `ok`: false}, {`n`: `c`, `ok`: false}]}""");
        assertThat(read.alerts()).extracting(AlertSignal::dedupKey).containsExactly("a", "b");
        assertThat(read.alerts())
                .extracting(AlertSignal::action)
                .containsExactly(AlertAction.RESOLVE, AlertAction.TRIGGER);
        assertThat(read.alerts()).extracting(AlertSignal::summary).containsExactly("s: a", "s: b");
        assertThat(read.notes()).containsExactly("action: ignored 1 of 3");
        assertThat(read("{`items`: `body.checks`}", "{`checks`: []}").alerts()).isEmpty();
    }

    @Test
    void aMissingMemberIsReadByItsUsualNameAndThenCoarsely() {
        var read = read("{`summary`: `body.title`, `dedupKey`: `body.a.b`}", "{`message`: `m`, `id`: 5}");
        assertThat(read.notes())
                .containsExactly(
                        "dedupKey: no such member: body.a.b; the usual names were used",
                        "summary: no such member: body.title; the usual names were used");
        assertThat(read.alerts().getFirst().summary()).isEqualTo("m");
        assertThat(read.alerts().getFirst().dedupKey()).isEqualTo("5");
        assertThat(one("{`summary`: `body.title`}", "[1, 2]").summary()).isEqualTo("Alert without a summary");
        assertThat(one("{`summary`: `body.?title.orValue('calm')`}", "{}").summary())
                .isEqualTo("calm");
        assertThat(one("{`summary`: `has(body.title) ? body.title : 'calm'`}", "{}")
                        .summary())
                .isEqualTo("calm");
        var none = read("{`items`: `body.alerts`}", "{`summary`: `s`}");
        assertThat(none.alerts()).extracting(AlertSignal::summary).containsExactly("s");
        assertThat(none.notes()).containsExactly("items: no such member: body.alerts; the whole body is one alert");
    }

    @Test
    void aKeyThatIsNullIsMintedAndARecoveryWithoutOneIsSomethingToLookAt() {
        var minted = one("{`dedupKey`: `null`}", "{`id`: `a`}");
        assertThat(minted.dedupKey()).hasSize(32);
        var lost = one("{`dedupKey`: `null`, `action`: `'resolve'`}", "{`id`: `a`, `summary`: `s`}");
        assertThat(lost.action()).isEqualTo(AlertAction.TRIGGER);
        assertThat(lost.severity()).isEqualTo(AlertSeverity.INFO);
        assertThat(one("{`dedupKey`: `body.k`}", "{`k`: `" + "k".repeat(600) + "`}")
                        .dedupKey())
                .hasSize(Fields.MAX_DEDUP_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body.a.b.c",
                "body.list[7]",
                "1 / 0",
                "int('x')",
                "body + 1",
                "body.text.matches('(')",
                "item.x()",
                "body.list.map(x, x.y)[0]"
            })
    void anExpressionThatFailsRefusesNothing(String expression) {
        var mapping = new PayloadMapping(
                expression,
                expression,
                expression,
                expression,
                expression,
                expression,
                expression,
                expression,
                expression);
        var read = read(mapping, "{`list`: [1], `text`: `t`, `summary`: `s`}", Map.of());
        assertThat(read.alerts()).extracting(AlertSignal::summary).containsExactly("s");
        assertThat(read.notes()).hasSize(9);
    }

    @Test
    void aThousandAlertsAreReadAndTheOthersAreTold() {
        var body = "{`l`: [" + "1,".repeat(1_499) + "1]}";
        var alerts =
                read("{`items`: `body.l`, `summary`: `string(item)`}", body).alerts();
        assertThat(alerts).hasSize(1_001);
        assertThat(alerts.getLast().summary()).isEqualTo("500 more alerts came in one request and were not read");
    }

    @Test
    void aBodyIsReadByTheMappingOfItsIntegrationOnly() {
        var entry = new IntegrationEntry(
                new UUID(1, 1),
                new UUID(1, 2),
                "x",
                "generic",
                "",
                mapping("{`summary`: `headers['x-a'] + body[0]`}"),
                null,
                null);
        var body = Buffer.buffer("[\"t\"]");
        var incoming = new Incoming("POST", Golden.KEY, entry, body, name -> "", name -> "", () -> Map.of("x-a", "h"));
        var read = new GenericJson().read(incoming, Golden.minting());
        assertThat(((Normalised.Accepted) read).alerts())
                .extracting(AlertSignal::summary)
                .containsExactly("ht");
        var without = new Incoming("POST", Golden.KEY, null, body, name -> "", name -> "");
        assertThat(new GenericJson().read(without, Golden.minting())).isInstanceOf(Normalised.Refused.class);
    }

    @Test
    void noMappingMakesAFaultOfAnyBody() {
        long seed = Long.getLong("fuzz.seed", 20260305L);
        int rounds = Integer.getInteger("fuzz.rounds", 4_000);
        System.out.println("seed " + seed + ", rounds " + rounds);
        var random = new SplittableRandom(seed);
        var bits = List.of(
                "body",
                "item",
                "headers",
                "body.a",
                "item.b[0]",
                "body.list",
                "null",
                "1",
                "2.5",
                "'t'",
                "[]",
                "{}",
                "true",
                " + ",
                " == ",
                " in ",
                " && ",
                " || ",
                " ? ",
                " : ",
                ".map(x, x)",
                ".filter(x, x.a > 1)",
                ".size()",
                ".matches('a*')",
                ".split('')",
                "string(",
                "int(",
                "(",
                ")",
                ".exists(x, true)",
                "!",
                "-",
                "[0]",
                ".?a",
                "has(body.a)",
                "timestamp('2026-01-01T00:00:00Z')",
                "duration('5s')",
                "b'x'",
                "type(body)",
                "optional.none()",
                "dyn(",
                ".orValue(1)",
                "5u",
                "\\",
                "\n",
                "'",
                "𝄞");
        var bodies = List.of(
                "{`a`: 1, `list`: [1, `x`, null, {`a`: 3}]}",
                "[]",
                "[[[]]]",
                "null",
                "`t`",
                "12345678901234567890",
                "true",
                "{`a`: {`b`: [{}]}, `list`: {`x`: []}}",
                "{`a`: `" + "\\\\u0000".repeat(3) + "`}",
                "[".repeat(900) + "]".repeat(900));
        for (int round = 0; round < rounds; round++) {
            var texts = new String[9];
            for (int i = 0; i < 9; i++) {
                var text = new StringBuilder();
                for (int n = random.nextInt(6); n > 0; n--) {
                    text.append(bits.get(random.nextInt(bits.size())));
                }
                texts[i] = text.toString();
            }
            var mapping = new PayloadMapping(
                    texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7], texts[8]);
            var body = bodies.get(random.nextInt(bodies.size()));
            try {
                var read = read(mapping, body, Map.of());
                read.alerts().forEach(FuzzTest::check);
                assertThat(Json.bytes(read.alerts())).isNotEmpty();
            } catch (RuntimeException | Error broken) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ": " + mapping + " over " + body, broken);
            }
        }
    }

    @Test
    void aDryRunShowsTheAlertsOrWhatIsWrongWithTheMapping() {
        var shown = DryRun.answer(
                "{\"mapping\":{\"summary\":\"body.t + headers['x-a']\"},\"payload\":{\"t\":\"s\",\"id\":7},\"headers\":{\"X-A\":\"!\"}}"
                        .getBytes(UTF_8),
                null,
                Golden.minting());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(text(shown))
                .contains("\"summary\":\"s!\"", "\"dedup_key\":\"7\"", "\"action\":\"trigger\"", "\"notes\":[]");
        var bad = DryRun.answer(
                "{\"mapping\":{\"summary\":\"body.\\n  +\",\"severity\":\"nobody\",\"x\":\"1\",\"links\":5},\"headers\":[]}"
                        .getBytes(UTF_8),
                NONE,
                Golden.minting());
        assertThat(bad.status()).isEqualTo(400);
        assertThat(text(bad))
                .contains(
                        "\"#/payload\"",
                        "\"#/mapping/summary\"",
                        "line 2, column",
                        "\"#/mapping/severity\"",
                        "undeclared reference to 'nobody'",
                        "\"#/mapping/x\"",
                        "\"#/mapping/links\"",
                        "\"#/headers\"");
        var own = DryRun.answer(
                "{\"payload\":{\"a\":\"own\"}}".getBytes(UTF_8), mapping("{`summary`: `body.a`}"), Golden.minting());
        assertThat(text(own)).contains("\"summary\":\"own\"");
        assertThat(DryRun.answer(new byte[] {'['}, null, Golden.minting()).status())
                .isEqualTo(400);
    }
}
