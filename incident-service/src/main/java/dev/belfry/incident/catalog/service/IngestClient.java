package dev.belfry.incident.catalog.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Asks alert-ingest what a payload would become, since it alone knows how payloads are read, and sends test events. */
public final class IngestClient {
    private static final int CONNECT_MS = 2_000;
    private static final long ANSWER_SECONDS = 5;
    private static final String AGAIN = " Nothing was changed; try again in a moment.";

    private final HttpClient http;
    private final URI base;

    public IngestClient(Vertx vertx, URI base) {
        this.base = base;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS).setIdleTimeout(30),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(100));
    }

    /**
     * Always succeeds: what went wrong is an answer.
     *
     * @param mapping null for the one the integration has
     */
    public Future<DryRun> dryRun(
            String routingKey, @Nullable PayloadMapping mapping, JsonNode payload, Map<String, String> headers) {
        Map<String, Object> question = new LinkedHashMap<>();
        if (mapping != null) {
            question.put("mapping", mapping);
        }
        question.put("payload", payload);
        if (!headers.isEmpty()) {
            question.put("headers", headers);
        }
        return post("/v1/webhooks/generic/" + routingKey + "/dry-run", question, IngestClient::read)
                .otherwise(away ->
                        new DryRun.Unavailable("alert-ingest, which has to check this, does not answer." + AGAIN));
    }

    /** Sends an alert by the door that every integration has; empty when it is accepted. Always succeeds. */
    Future<Optional<String>> sendTest(String routingKey, String by) {
        var event = Map.of(
                "routing_key",
                routingKey,
                "event_action",
                "trigger",
                "dedup_key",
                "belfry-test",
                "payload",
                Map.of(
                        "summary",
                        "Test event, sent by " + by + " from the console",
                        "source",
                        "Belfry console",
                        "severity",
                        "info"));
        return post(
                        "/v2/enqueue",
                        event,
                        (status, body) -> status == 202
                                ? Optional.<String>empty()
                                : Optional.of(
                                        "alert-ingest refused it with status " + status + ". Try again in a moment."))
                .otherwise(away ->
                        Optional.of("alert-ingest does not answer, so nothing was sent. Try again in a moment."));
    }

    private <T> Future<T> post(String at, Object body, BiFunction<Integer, Buffer, T> read) {
        boolean tls = "https".equals(base.getScheme());
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(path() + at);
        return http.request(options)
                .compose(request -> request.putHeader("content-type", "application/json")
                        .send(Buffer.buffer(Json.bytes(body)))
                        .compose(response -> response.body().map(answer -> read.apply(response.statusCode(), answer))))
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    public Future<Void> close() {
        return http.close();
    }

    private String path() {
        var path = base.getRawPath() == null ? "" : base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static DryRun read(int status, Buffer body) {
        return switch (status) {
            case 200 -> new DryRun.Shown(Json.read(body.getBytes(), JsonNode.class));
            case 400 -> new DryRun.Refused(errors(Json.read(body.getBytes(), JsonNode.class)));
            case 401, 404 ->
                new DryRun.Unavailable(
                        "alert-ingest, which has to check this, does not know this integration yet." + AGAIN);
            case 413 -> new DryRun.Refused(List.of(new Problem.Field("#/payload", "It is too large.")));
            default -> new DryRun.Unavailable("alert-ingest, which has to check this, answers " + status + "." + AGAIN);
        };
    }

    private static List<Problem.Field> errors(JsonNode problem) {
        var errors = new ArrayList<Problem.Field>();
        for (var error : problem.path("errors")) {
            errors.add(new Problem.Field(
                    error.path("pointer").asText("#"), error.path("detail").asText("")));
        }
        return errors.isEmpty()
                ? List.of(new Problem.Field("#", problem.path("detail").asText("It cannot be read.")))
                : errors;
    }
}
