package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
    private static Incoming incoming(Buffer body, String contentType) {
        return Golden.incoming(body, JsonNodeFactory.instance.objectNode().put("Content-Type", contentType));
    }

    private static List<Incoming> pieces(Incoming whole, String list) {
        var pieces = Pieces.of(whole, list).orElseThrow();
        return IntStream.range(0, pieces.count())
                .mapToObj(i -> pieces.piece(whole, i))
                .toList();
    }

    private static List<String> keys(Source source, List<Incoming> bodies) {
        var keys = new ArrayList<String>();
        for (var body : bodies) {
            ((Normalised.Accepted) source.read(body, Golden.minting()))
                    .alerts().stream().map(AlertSignal::dedupKey).forEach(keys::add);
        }
        return keys;
    }

    private static String group(int alerts, String padding) {
        return "{ \"receiver\" : \"x]}\\\"\", \"message\":\"" + "m".repeat(20_000) + "\", \"alerts\" : [ "
                + IntStream.range(0, alerts)
                        .mapToObj(i -> "{\"status\":\"firing\",\"labels\":{\"n\":\"" + i
                                + "\"},\"annotations\":{\"a\":\"[{,\\\"é" + padding + "\"}}")
                        .collect(Collectors.joining(" ,\n"))
                + " ] , \"externalURL\":\"https://am.example.net\",\"truncatedAlerts\": 3 }\n";
    }

    @Test
    void thePiecesSayWhatTheWholeSays() throws IOException {
        var whole = incoming(Buffer.buffer(group(2_000, "x".repeat(900))), "application/json; charset=utf-8");
        var pieces = pieces(whole, "alerts");
        assertThat(pieces).hasSizeGreaterThan(6);
        assertThat(keys(new AlertmanagerWebhook(), pieces))
                .isEqualTo(keys(new AlertmanagerWebhook(), List.of(whole)))
                .hasSize(2_000);
        for (var piece : pieces) {
            assertThat(piece.body().length()).isLessThan(Pieces.MAX_PIECE + 70_000);
            var tree = Json.mapper().readTree(piece.bytes());
            assertThat(tree.get("receiver").asText()).isEqualTo("x]}\"");
            assertThat(tree.get("externalURL").asText()).isEqualTo("https://am.example.net");
            assertThat(tree.get("truncatedAlerts").asInt()).isEqualTo(3);
            assertThat(tree.has("message")).as("what is long and said of all").isFalse();
        }
    }

    /** Well packed, a million of them are some kilobytes on the wire. */
    @Test
    void aBodyHasABoundForItsAlertsBesideThatForItsBytes() {
        var tiny = "{\"labels\":{\"a\":\"1\"}},";
        var most = "[" + tiny.repeat(Pieces.MOST - 1) + tiny.substring(0, tiny.length() - 1) + "]";
        assertThat(Pieces.of(incoming(Buffer.buffer(most), "application/json"), ""))
                .isPresent();
        var more = "[" + tiny.repeat(Pieces.MOST) + tiny.substring(0, tiny.length() - 1) + "]";
        assertThat(Pieces.of(incoming(Buffer.buffer(more), "application/json"), ""))
                .isEmpty();
    }

    @Test
    void aListInAnotherCharsetIsCutToo() {
        var whole = incoming(Buffer.buffer(group(1_200, "").getBytes(StandardCharsets.ISO_8859_1)), "application/json");
        assertThat(keys(new AlertmanagerWebhook(), pieces(whole, "alerts"))).hasSize(1_200);
        var wide = incoming(Buffer.buffer(group(600, "").getBytes(StandardCharsets.UTF_16LE)), "application/json");
        assertThat(keys(new AlertmanagerWebhook(), pieces(wide, "alerts"))).hasSize(600);
        var marked = incoming(Buffer.buffer("\uFEFF" + group(600, "")), "application/json");
        assertThat(keys(new AlertmanagerWebhook(), pieces(marked, "alerts"))).hasSize(600);
    }

    @Test
    void aBatchOfCloudEventsIsCutAndStaysABatch() {
        var batch = IntStream.range(0, 1_500)
                .mapToObj(i -> "{\"specversion\":\"1.0\",\"id\":\"" + i + "\",\"source\":\"/x\",\"type\":\"t\"}")
                .collect(Collectors.joining(",", "[", "]"));
        var whole = incoming(Buffer.buffer(batch), "application/cloudevents-batch+json; charset=utf-8");
        assertThat(keys(new CloudEvents(), pieces(whole, ""))).hasSize(1_500).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"alerts\":7}",
                "{\"alerts\":[}",
                "{\"alerts\":[{}]",
                "{\"alerts\":[]} x",
                "nope"
            })
    void whatIsNoObjectWithAListIsNotCut(String body) {
        assertThat(Pieces.of(incoming(Buffer.buffer(body), ""), "alerts")).isEmpty();
    }

    @Test
    void anEmptyListHasNoPieces() {
        assertThat(pieces(incoming(Buffer.buffer("{\"alerts\":[]}"), ""), "alerts"))
                .isEmpty();
    }
}
