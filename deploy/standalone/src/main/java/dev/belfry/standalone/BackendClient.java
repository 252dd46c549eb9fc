package dev.belfry.standalone;

import dev.belfry.platform.http.Failures;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.TrustedProxies;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The way from the edge to one service. A request takes a connection only when its body is whole, so that slow senders
 * hold none; streams, which last for hours, have connections of their own.
 */
final class BackendClient {
    /** No service takes a larger body on the console's origin. */
    static final int MAX_BODY = 1024 * 1024;

    private static final String UNAVAILABLE = "Service Unavailable";

    /** RFC 9110 §7.6.1: what is between two neighbours only. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * How much may go on at once.
     *
     * @param requests connections for requests
     * @param streams connections for streams of events
     * @param waiting requests that may wait for a connection
     * @param turn how long each of them may
     * @param answer how long the service may be silent
     * @param bodyBytes bytes of bodies in memory, over all services
     */
    record Limits(int requests, int streams, int waiting, Duration turn, Duration answer, long bodyBytes) {
        static final Limits DEFAULT =
                new Limits(64, 1_000, 1_000, Duration.ofSeconds(5), Duration.ofSeconds(60), 64L * MAX_BODY);
    }

    private final Limits limits;
    private final TrustedProxies proxies;
    private final AtomicLong bodyBytes;
    private final SocketAddress server;
    private final HttpClient requests;
    private final HttpClient streams;

    /** @param bodyBytes counts the bytes of bodies that are in memory, over all services */
    BackendClient(Vertx vertx, int port, Limits limits, TrustedProxies proxies, AtomicLong bodyBytes) {
        this.limits = limits;
        this.proxies = proxies;
        this.bodyBytes = bodyBytes;
        this.server = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        this.requests = client(vertx, limits.requests(), limits);
        this.streams = client(vertx, limits.streams(), limits);
    }

    private static HttpClient client(Vertx vertx, int connections, Limits limits) {
        return vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(limits.waiting()));
    }

    /**
     * Answers the request with what the service answers. How long its sender may take is the door's bound; how much it may
     * send, and all senders together, is this one's.
     */
    void lead(RoutingContext context) {
        var request = context.request();
        var response = request.response();
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (response.ended()) {
                return;
            }
            body.appendBuffer(chunk);
            long all = bodyBytes.addAndGet(chunk.length());
            if (body.length() > MAX_BODY) {
                refuse(context, 413, "Content Too Large", "The body is too large.");
            } else if (all > limits.bodyBytes()) {
                refuse(context, 503, UNAVAILABLE, "Too much is sent at once. Try again in a moment.");
            }
        });
        response.endHandler(over -> bodyBytes.addAndGet(-body.length()));
        request.endHandler(whole -> {
            if (!response.ended()) {
                send(context, body);
            }
        });
    }

    private void send(RoutingContext context, Buffer body) {
        var request = context.request();
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        var pool = accept != null && accept.contains("text/event-stream") ? streams : requests;
        pool.request(new RequestOptions()
                        .setServer(server)
                        .setMethod(request.method())
                        .setURI(request.uri())
                        // From here until there is a connection.
                        .setConnectTimeout(limits.turn().toMillis())
                        .setIdleTimeout(limits.answer().toMillis()))
                .onSuccess(onward -> ask(context, onward, body))
                .onFailure(none -> refuse(
                        context,
                        503,
                        UNAVAILABLE,
                        "The service behind this address is busy or starting. Try again in a moment."));
    }

    private void ask(RoutingContext context, HttpClientRequest onward, Buffer body) {
        var request = context.request();
        var response = request.response();
        if (response.closed()) {
            onward.reset();
            return;
        }
        // Who goes away, from a stream above all, is not served any longer.
        response.closeHandler(gone -> onward.reset());
        copy(request.headers(), onward.headers());
        onward.putHeader("X-Forwarded-For", hops(request));
        onward.send(body)
                .onSuccess(answer -> answer(request, answer))
                // It may have acted: whoever asks again should look first.
                .onFailure(
                        none -> refuse(
                                context,
                                504,
                                "Gateway Timeout",
                                "The service behind this address has not answered. Look whether it has acted, then try again."));
    }

    /** What a trusted proxy in front says is gone on with; what anybody else says is dropped. */
    private String hops(HttpServerRequest request) {
        var remote = request.remoteAddress();
        var peer = remote == null ? "" : remote.hostAddress();
        var said = request.headers().getAll("X-Forwarded-For");
        return said.isEmpty() || !proxies.trust(peer) ? peer : String.join(", ", said) + ", " + peer;
    }

    private static void answer(HttpServerRequest request, HttpClientResponse answer) {
        var response = request.response().setStatusCode(answer.statusCode());
        copy(answer.headers(), response.headers());
        if (request.method().equals(HttpMethod.HEAD) || answer.statusCode() == 204 || answer.statusCode() == 304) {
            // They have no body, whatever their headers say of the one they stand for.
            response.end();
            return;
        }
        response.setChunked(!answer.headers().contains(HttpHeaders.CONTENT_LENGTH));
        answer.pipeTo(response).onFailure(broken -> response.reset());
    }

    private static void copy(MultiMap from, MultiMap to) {
        var named = from.getAll(HttpHeaders.CONNECTION).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        from.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower)) {
                to.add(name, value);
            }
        });
    }

    private static void refuse(RoutingContext context, int status, String title, String words) {
        var request = context.request();
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "2");
        }
        if (!request.isEnded()) {
            // The rest of the body is not read.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Failures.answer(context, new Problem("about:blank", title, status, words, null, null, null));
    }
}
