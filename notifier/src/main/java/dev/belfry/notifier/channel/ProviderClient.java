package dev.belfry.notifier.channel;

import dev.belfry.platform.http.Egress;
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
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks providers over HTTP. The address that was resolved is checked and is the one that is connected to, so that a name
 * cannot change in between; redirects are not followed; at most 64 KiB of an answer are read.
 */
public final class ProviderClient {
    private static final int MOST_ANSWER = 64 * 1024;
    private static final int MOST_MESSAGE = 512 * 1024;
    /** Without a sign of life on an open connection. */
    private static final int SILENCE_SECONDS = 45;

    private final Vertx vertx;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final WorkerExecutor names;
    private final Egress egress;
    private final CallLimits limits;

    /** What came of asking. */
    public sealed interface Reply {
        record Answered(Answer answer) implements Reply {}

        /** We do not go there. */
        record Refused(String detail) implements Reply {}

        /** Nothing was asked: there was no connection. */
        record Unreached(String detail) implements Reply {}

        /** It was asked, and has not answered. */
        record Silent(String detail) implements Reply {}
    }

    /** @param connections to one provider at most; who has as many slots never waits for one */
    public ProviderClient(Vertx vertx, Egress egress, int connections, CallLimits limits) {
        this.vertx = vertx;
        this.egress = egress;
        this.limits = limits;
        this.names = vertx.createSharedWorkerExecutor("provider-names", 16);
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) limits.connect().toMillis())
                        .setKeepAliveTimeout((int) limits.idle().toSeconds()),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(0));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setMaxFrameSize(MOST_MESSAGE)
                .setMaxMessageSize(MOST_MESSAGE)
                .setReadIdleTimeout(SILENCE_SECONDS));
    }

    /**
     * Opens a connection that stays; fails when we do not go there, or nobody answers. It is paused, so that nothing is missed
     * until its handlers are set.
     */
    public Future<WebSocket> socket(URI url) {
        var host = url.getHost();
        if (host == null || !("ws".equals(url.getScheme()) || "wss".equals(url.getScheme()))) {
            return Future.failedFuture("the URL is not ws or wss");
        }
        return checked(host)
                .compose(address -> address.isPresent()
                        ? sockets.connect(to(new WebSocketConnectOptions(), url, host, address.get())
                                        .setTimeout(limits.answer().toMillis()))
                                .onSuccess(WebSocket::pause)
                        : Future.failedFuture("the URL leads to a private address"));
    }

    /** Always succeeds: what went wrong is a reply. */
    public Future<Reply> ask(Request request) {
        var host = request.url().getHost();
        var scheme = request.url().getScheme();
        if (host == null || !("http".equals(scheme) || "https".equals(scheme))) {
            return Future.succeededFuture(new Reply.Refused("the URL is not http or https"));
        }
        return checked(host)
                .compose(address -> address.isPresent()
                        ? ask(request, host, address.get())
                        : Future.succeededFuture(new Reply.Refused("the URL leads to a private address")))
                .otherwise(failure -> new Reply.Unreached(said(failure)));
    }

    /** An address of the host; empty when it has one that we do not go to. */
    private Future<Optional<InetAddress>> checked(String host) {
        return names.executeBlocking(() -> resolve(host), false)
                .timeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
                .map(addresses -> addresses.stream().allMatch(address -> egress.allows(host, address))
                        ? addresses.stream().findFirst()
                        : Optional.empty());
    }

    public Future<Void> close() {
        return http.close().eventually(sockets::close).eventually(names::close);
    }

    private Future<Reply> ask(Request request, String host, InetAddress address) {
        return http.request(to(new RequestOptions(), request.url(), host, address)
                        .setMethod(HttpMethod.valueOf(request.method()))
                        .setFollowRedirects(false)
                        .setConnectTimeout(limits.connect().toMillis()))
                .compose(sending -> {
                    request.headers().forEach(sending::putHeader);
                    sending.putHeader("user-agent", "Belfry");
                    // The clock starts when the connection is there, and at its end the connection is closed: the call
                    // has
                    // ended.
                    long timer = vertx.setTimer(limits.answer().toMillis(), late -> sending.reset());
                    return sending.send(request.body())
                            .compose(response -> finished(sending, response))
                            .<Reply>map(Reply.Answered::new)
                            .otherwise(failure -> new Reply.Silent(said(failure)))
                            .onComplete(done -> vertx.cancelTimer(timer));
                });
    }

    private static <O extends RequestOptions> O to(O options, URI target, String host, InetAddress address) {
        boolean tls = "https".equals(target.getScheme()) || "wss".equals(target.getScheme());
        int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
        var path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        options.setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(host)
                .setPort(port)
                .setSsl(tls)
                .setURI(target.getRawQuery() == null ? path : path + "?" + target.getRawQuery());
        return options;
    }

    /** One that never stops speaking, or stops in the middle, has answered as far as its status says. */
    private static Future<Answer> finished(HttpClientRequest request, HttpClientResponse response) {
        var done = Promise.<Answer>promise();
        var body = Buffer.buffer();
        response.handler(part -> {
            body.appendBuffer(part, 0, Math.min(part.length(), MOST_ANSWER - body.length()));
            if (body.length() >= MOST_ANSWER) {
                request.reset();
            }
        });
        response.end()
                .onComplete(ended -> done.tryComplete(
                        new Answer(response.statusCode(), headers(response), body.toString(StandardCharsets.UTF_8))));
        return done.future();
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return List.of(InetAddress.getAllByName(literal));
    }

    private static String said(Throwable failure) {
        return "no answer from the receiver (" + failure.getClass().getSimpleName() + ")";
    }
}
