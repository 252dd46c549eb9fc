package dev.belfry.incident.incident.draft;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the endpoint that was set up for a text, by OpenAI's chat completions, and asks nothing else anywhere: a redirect is
 * not followed.
 */
public final class DraftClient {
    private static final int CONNECT_MS = 3_000;
    private static final long ANSWER_SECONDS = 45;
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final int LONGEST_TEXT = 5_000;
    private static final int MOST_TOKENS = 800;
    private static final int AT_ONCE = 2;
    private static final String KEPT = " Nothing was changed; write it yourself, or try again in a moment.";

    private final @Nullable Endpoint endpoint;
    private final HttpClient http;
    private final AtomicInteger running = new AtomicInteger();

    /** @param endpoint null where drafting is off */
    public DraftClient(Vertx vertx, @Nullable Endpoint endpoint) {
        this.endpoint = endpoint;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS).setIdleTimeout((int) ANSWER_SECONDS + 15),
                new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(AT_ONCE));
    }

    /** Whether somebody has set up an endpoint. */
    boolean on() {
        return endpoint != null;
    }

    /** Always succeeds: what went wrong is an answer. */
    Future<Drafted> draft(Prompt prompt) {
        var to = endpoint;
        if (to == null) {
            return Future.succeededFuture(new Drafted.Off());
        }
        if (running.incrementAndGet() > AT_ONCE) {
            running.decrementAndGet();
            return Future.succeededFuture(
                    new Drafted.Unavailable("Other drafts are being written at this moment." + KEPT));
        }
        return ask(to, prompt).onComplete(done -> running.decrementAndGet());
    }

    private Future<Drafted> ask(Endpoint to, Prompt prompt) {
        var body = Map.of(
                "model",
                to.model(),
                "messages",
                List.of(
                        Map.of("role", "system", "content", prompt.system()),
                        Map.of("role", "user", "content", prompt.user())),
                "max_tokens",
                MOST_TOKENS,
                "temperature",
                0.2,
                "stream",
                false);
        var tls = "https".equals(to.url().getScheme());
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(to.url().getHost())
                .setPort(to.url().getPort() > 0 ? to.url().getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setFollowRedirects(false)
                .setURI(path(to) + "/chat/completions");
        return http.request(options)
                .compose(request -> {
                    request.putHeader("content-type", "application/json").putHeader("accept", "application/json");
                    if (to.key() != null) {
                        request.putHeader("authorization", "Bearer " + to.key());
                    }
                    return request.send(Buffer.buffer(Json.bytes(body)))
                            .compose(answer -> read(answer, to))
                            .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                            .onFailure(late -> request.reset());
                })
                .otherwise(DraftClient::failed);
    }

    private static Future<Drafted> read(HttpClientResponse answer, Endpoint to) {
        if (answer.statusCode() != 200) {
            return Future.succeededFuture(new Drafted.Unavailable(
                    "The model's server answers with status " + answer.statusCode() + "." + KEPT));
        }
        var whole = Buffer.buffer();
        answer.handler(part -> {
            whole.appendBuffer(part);
            if (whole.length() > LARGEST_ANSWER) {
                answer.request().reset();
            }
        });
        return answer.end().map(done -> text(whole, to));
    }

    private static Drafted text(Buffer body, Endpoint to) {
        var content = Json.read(body.getBytes(), JsonNode.class)
                .path("choices")
                .path(0)
                .path("message")
                .path("content");
        var text = content.asText("").replace('\0', '\uFFFD').strip();
        if (text.isEmpty()) {
            return new Drafted.Unavailable("The model's server answers without a text." + KEPT);
        }
        return new Drafted.Text(
                text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…", to.model());
    }

    /** The reason stays general: what a failure says may name hosts or hold parts of an answer. */
    private static Drafted failed(Throwable failure) {
        return new Drafted.Unavailable((failure instanceof TimeoutException
                        ? "The model took longer than " + ANSWER_SECONDS + " s."
                        : "The model's server cannot be reached, or its answer cannot be read.")
                + KEPT);
    }

    private static String path(Endpoint to) {
        var path = to.url().getRawPath() == null ? "" : to.url().getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    public Future<Void> close() {
        return http.close();
    }
}
