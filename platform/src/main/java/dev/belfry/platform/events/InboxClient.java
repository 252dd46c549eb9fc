package dev.belfry.platform.events;

import dev.belfry.contracts.Topics;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The way past Kafka: hands records to the services that read their topic, over HTTP, while Kafka does not answer. */
public final class InboxClient {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final long CALL_MS = 5_000;

    private final HttpClient client;
    private final Map<String, URI> services;
    private final String secret;

    /** @param services where each service listens, by its name */
    public InboxClient(Vertx vertx, Map<String, URI> services, String secret) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(2_000)
                        .setIdleTimeout(10)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(64));
        this.services = services;
        this.secret = secret;
    }

    /** The services that read this topic and whose address is known. */
    List<String> readers(String topic) {
        return Topics.HANDED_OVER.getOrDefault(topic, List.of()).stream()
                .filter(services::containsKey)
                .toList();
    }

    /** Succeeds with how many of the first rows the reader has committed: what fits into one request. */
    Future<Integer> deliver(String reader, String topic, List<OutboxRow> rows) {
        var records = new ArrayList<InboxRecord>();
        long bytes = 0;
        for (var row : rows) {
            var data = row.data();
            bytes += data == null ? 0 : data.length();
            if (!records.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            records.add(InboxRecord.of(row));
        }
        var body = Buffer.buffer(Json.bytes(new InboxRecord.Batch(topic, records)));
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(services.get(reader) + InboxRoutes.PATH)
                        .setConnectTimeout(2_000)
                        .setIdleTimeout(CALL_MS)
                        .putHeader("Authorization", "Bearer " + secret)
                        .putHeader("Content-Type", "application/json"))
                // Within one step: on another thread the answer could end before its reader is there.
                .compose(request -> request.send(body)
                        .compose(response -> response.body()
                                .compose(answer -> response.statusCode() == 204
                                        ? Future.succeededFuture(records.size())
                                        : Future.failedFuture(new java.io.IOException(
                                                reader + " answered " + response.statusCode())))))
                .timeout(CALL_MS, TimeUnit.MILLISECONDS);
    }

    public Future<Void> close() {
        return client.close();
    }
}
