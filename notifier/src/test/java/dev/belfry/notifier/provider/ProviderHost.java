package dev.belfry.notifier.provider;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A real HTTP server in the place of a provider: it answers as that one does, unless it is told otherwise once. */
public final class ProviderHost implements AutoCloseable {
    /** A request as it came over the wire. */
    public record Seen(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public JsonObject json() {
            return new JsonObject(body);
        }

        public Map<String, String> form() {
            return fields(body);
        }
    }

    /** What is answered. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public Reply(int status, String body) {
            this(status, Map.of(), body);
        }
    }

    public final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** What is answered next instead, one for each request. */
    public final Queue<Reply> next = new ConcurrentLinkedQueue<>();

    private final HttpServer server;

    /** @param provider reads a request as the provider does, and answers what it would */
    public ProviderHost(Function<Seen, Reply> provider) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
        server.createContext("/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            var uri = exchange.getRequestURI();
            var request = new Seen(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    fields(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            // What is asked all the time is no message.
            boolean poll = request.path().endsWith("/getUpdates");
            if (!poll) {
                seen.add(request);
            }
            var told = poll ? null : next.poll();
            var reply = told == null ? provider.apply(request) : told;
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (var pair : text.split("&", -1)) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                fields.put(decoded(pair.substring(0, sign)), decoded(pair.substring(sign + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
