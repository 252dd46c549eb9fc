package dev.belfry.ingest.source;

import dev.belfry.contracts.integration.IntegrationEntry;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request as a reader sees it.
 *
 * @param method {@code POST}, {@code PUT}, {@code GET}
 * @param routingKey the key of the address; empty for a format that carries it in the body
 * @param integration whose key that is; null for a format that carries its key in the body
 * @param body unpacked, within the bound
 * @param header the first value of a header by its name, in any case; empty when it is absent
 * @param query the first value of a query parameter, decoded; empty when it is absent
 * @param headers all that a user's own mapping may see, by their names in lower case
 */
public record Incoming(
        String method,
        String routingKey,
        @Nullable IntegrationEntry integration,
        Buffer body,
        UnaryOperator<String> header,
        UnaryOperator<String> query,
        Supplier<Map<String, String>> headers) {

    /** A request of which nobody asks for all headers. */
    public Incoming(
            String method,
            String routingKey,
            @Nullable IntegrationEntry integration,
            Buffer body,
            UnaryOperator<String> header,
            UnaryOperator<String> query) {
        this(method, routingKey, integration, body, header, query, Map::of);
    }

    byte[] bytes() {
        return body.getBytes();
    }

    public String contentType() {
        return header.apply("Content-Type");
    }

    /** The body as it is kept and shown. */
    public String text() {
        return Charsets.text(body, contentType());
    }
}
