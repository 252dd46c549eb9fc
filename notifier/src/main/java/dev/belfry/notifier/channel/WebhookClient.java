package dev.belfry.notifier.channel;

import dev.belfry.platform.http.Egress;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts signed webhooks. The address that was resolved is checked and is the one that is connected to, so that a name
 * cannot change in between; redirects are not followed; at most 64 KiB of the answer are read, and none is shown.
 */
public final class WebhookClient {
    private static final long MAX_ANSWER = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient http;
    private final WorkerExecutor names;
    private final boolean allowPrivate;
    private final CallLimits limits;
    private final InstantSource clock;

    /** @param connections to one receiver at most; who has as many slots never waits for one */
    public WebhookClient(Vertx vertx, boolean allowPrivate, int connections, CallLimits limits, InstantSource clock) {
        this.vertx = vertx;
        this.allowPrivate = allowPrivate;
        this.limits = limits;
        this.clock = clock;
        this.names = vertx.createSharedWorkerExecutor("webhook-names", 16);
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) limits.connect().toMillis())
                        .setKeepAliveTimeout((int) limits.idle().toSeconds()),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(0));
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Outcome> send(String url, String secret, Notice notice) {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException unreadable) {
            return refused("the URL cannot be read");
        }
        var host = target.getHost();
        if (host == null || !("http".equals(target.getScheme()) || "https".equals(target.getScheme()))) {
            return refused("the URL is not http or https");
        }
        return names.executeBlocking(() -> resolve(host), false)
                .timeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
                .compose(addresses -> {
                    if (!allowPrivate && !addresses.stream().allMatch(Egress::isPublic)) {
                        return refused("the URL leads to a private address");
                    }
                    return post(target, host, addresses.getFirst(), secret, notice);
                })
                .otherwise(WebhookClient::outcome);
    }

    public Future<Void> close() {
        return http.close().eventually(names::close);
    }

    private Future<Outcome> post(URI target, String host, InetAddress address, String secret, Notice notice) {
        boolean tls = "https".equals(target.getScheme());
        int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
        var path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(host)
                .setPort(port)
                .setSsl(tls)
                .setURI(target.getRawQuery() == null ? path : path + "?" + target.getRawQuery())
                .setFollowRedirects(false)
                .setConnectTimeout(limits.connect().toMillis());
        var body = Json.bytes(notice.payload());
        var id = notice.id().toString();
        long timestamp = clock.instant().getEpochSecond();
        return http.request(options)
                .compose(request -> timed(
                        request,
                        request.putHeader("content-type", "application/json")
                                .putHeader("user-agent", "Belfry")
                                .putHeader("webhook-id", id)
                                .putHeader("webhook-timestamp", Long.toString(timestamp))
                                .putHeader("webhook-signature", WebhookSignature.sign(secret, id, timestamp, body))
                                .send(Buffer.buffer(body))
                                .compose(response -> finished(request, response))));
    }

    /** The clock starts when the connection is there, and at its end the connection is closed: the call has ended. */
    private Future<Outcome> timed(HttpClientRequest request, Future<Outcome> answer) {
        long timer = vertx.setTimer(limits.answer().toMillis(), late -> request.reset());
        return answer.onComplete(done -> vertx.cancelTimer(timer));
    }

    /** The status decides; the body is only read so that the connection can be used again. */
    private Future<Outcome> finished(HttpClientRequest request, HttpClientResponse response) {
        var outcome = Verdict.http(response.statusCode(), response.getHeader("Retry-After"), clock.instant());
        var done = Promise.<Outcome>promise();
        var left = new long[] {MAX_ANSWER};
        response.handler(part -> {
            left[0] -= part.length();
            if (left[0] < 0) {
                request.reset();
            }
        });
        response.end().onComplete(ended -> done.tryComplete(outcome));
        return done.future();
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return List.of(InetAddress.getAllByName(literal));
    }

    private static Future<Outcome> refused(String detail) {
        return Future.succeededFuture(new Outcome.Permanent(detail, Outcome.Fault.ADDRESS));
    }

    private static Outcome outcome(Throwable failure) {
        return new Outcome.Passing(
                "no answer from the receiver (" + failure.getClass().getSimpleName() + ")",
                null,
                Outcome.Trouble.CERTAIN);
    }
}
