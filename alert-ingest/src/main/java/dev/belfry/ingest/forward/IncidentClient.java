package dev.belfry.ingest.forward;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request on to incident-service, which knows alerts, silences and heartbeats, and its answer back. The key goes
 * along, and is checked there too.
 */
public final class IncidentClient {
    private static final int CONNECT_MS = 2_000;
    private static final long ANSWER_MS = 10_000;
    private static final int CONNECTIONS = 32;
    private static final int WAITING = 256;
    /** What belongs to the connection between two neighbours only (RFC 9110, section 7.6.1), and what is set anew. */
    private static final Set<String> NOT_HANDED_ON = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        NOT_HANDED_ON.addAll(Set.of(
                "connection",
                "keep-alive",
                "transfer-encoding",
                "upgrade",
                "te",
                "trailer",
                "proxy-authenticate",
                "proxy-authorization",
                "content-length",
                "content-encoding",
                "accept-encoding",
                "host",
                "authorization",
                "cookie"));
    }

    private final HttpClient http;
    private final URI base;

    public IncidentClient(Vertx vertx, URI base) {
        this.base = base;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl("https".equals(base.getScheme()))
                        .setConnectTimeout(CONNECT_MS)
                        .setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /**
     * Asks the owner.
     *
     * @param target path and query there
     * @param body what was sent, unpacked; nothing of it belongs to a question
     * @param mediaType what the body is, whatever its sender calls it; null as the sender calls it
     * @param away answers when the owner does not
     */
    public void hand(
            RoutingContext context,
            String target,
            String routingKey,
            Buffer body,
            @Nullable String mediaType,
            Consumer<String> away) {
        var request = context.request();
        boolean asks =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        int port = base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
        http.request(new RequestOptions()
                        .setMethod(request.method())
                        .setHost(base.getHost())
                        .setPort(port)
                        .setURI(target)
                        .setConnectTimeout(CONNECT_MS)
                        .setIdleTimeout(ANSWER_MS))
                .compose(asked -> {
                    request.headers().forEach(header -> {
                        if (!NOT_HANDED_ON.contains(header.getKey())) {
                            asked.putHeader(header.getKey(), header.getValue());
                        }
                    });
                    if (asks) {
                        asked.headers().remove(HttpHeaders.CONTENT_TYPE);
                    } else if (mediaType != null) {
                        asked.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
                    }
                    asked.putHeader(HttpHeaders.AUTHORIZATION, "GenieKey " + routingKey);
                    asked.putHeader("X-Forwarded-Host", host(request));
                    if (!request.headers().contains("X-Forwarded-Proto")) {
                        asked.putHeader("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
                    }
                    return (asks ? asked.send() : asked.send(body)).compose(answer -> back(context, answer));
                })
                .onFailure(failed -> {
                    if (!context.response().headWritten() && !context.response().closed()) {
                        away.accept(String.valueOf(failed.getMessage()));
                    } else {
                        context.response().reset();
                    }
                });
    }

    private static String host(HttpServerRequest request) {
        var forwarded = request.getHeader("X-Forwarded-Host");
        return forwarded != null ? forwarded : String.valueOf(request.getHeader(HttpHeaders.HOST));
    }

    private static Future<Void> back(RoutingContext context, HttpClientResponse answer) {
        var response = context.response().setStatusCode(answer.statusCode());
        answer.headers().forEach(header -> {
            if (!NOT_HANDED_ON.contains(header.getKey())) {
                response.headers().add(header.getKey(), header.getValue());
            }
        });
        return answer.body().compose(response::end);
    }
}
