package dev.belfry.oncall.rota.ical;

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
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches calendars. The address that was resolved is checked and is the one that is connected to, at every redirect
 * again, so that nobody reaches our own network through us; the address is in no log and no error.
 */
public final class CalendarClient {
    private static final long LIMIT_SECONDS = 15;
    private static final int MOST_REDIRECTS = 3;
    /** What a calendar may weigh. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    private final HttpClient http;
    private final WorkerExecutor names;
    private final boolean allowPrivate;

    public CalendarClient(Vertx vertx, boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
        this.names = vertx.createSharedWorkerExecutor("calendar-names", 4);
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(5_000)
                        .setIdleTimeout(30)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(200));
    }

    /** Always succeeds: what went wrong is an outcome. */
    public Future<Fetched> fetch(String url, @Nullable String etag, @Nullable String modified) {
        return get(url, etag, modified, MOST_REDIRECTS)
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .otherwise(failed -> new Fetched.Failed("the calendar could not be fetched ("
                        + failed.getClass().getSimpleName() + ")"));
    }

    /** Why an address cannot be fetched from at all; null when it can. */
    public static @Nullable String refusal(String url) {
        URI target = target(url);
        return target == null || target.getHost() == null || target.getRawUserInfo() != null
                ? "this is not an http, https or webcal address"
                : null;
    }

    private static @Nullable URI target(String url) {
        try {
            URI target = URI.create(url.strip().replaceFirst("(?i)^webcals?:", "https:"));
            String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
            return scheme.equals("http") || scheme.equals("https") ? target : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private Future<Fetched> get(String url, @Nullable String etag, @Nullable String modified, int redirects) {
        URI target = target(url);
        String host = target == null ? null : target.getHost();
        if (target == null || host == null) {
            return failed("the address is not http or https");
        }
        return names.executeBlocking(() -> resolve(host), false)
                .compose(addresses -> !allowPrivate && !addresses.stream().allMatch(Egress::isPublic)
                        ? failed("the address leads into a private network")
                        : get(target, host, addresses.getFirst(), etag, modified, redirects));
    }

    private Future<Fetched> get(
            URI target,
            String host,
            InetAddress address,
            @Nullable String etag,
            @Nullable String modified,
            int redirects) {
        boolean tls = "https".equalsIgnoreCase(target.getScheme());
        int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(host)
                .setPort(port)
                .setSsl(tls)
                .setURI(target.getRawQuery() == null ? path : path + "?" + target.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(LIMIT_SECONDS * 1_000);
        return http.request(options).compose(request -> {
            request.putHeader("accept", "text/calendar").putHeader("user-agent", "Belfry");
            if (etag != null) {
                request.putHeader("if-none-match", etag);
            }
            if (modified != null) {
                request.putHeader("if-modified-since", modified);
            }
            return request.send().compose(response -> answered(request, response, target, etag, modified, redirects));
        });
    }

    private Future<Fetched> answered(
            HttpClientRequest request,
            HttpClientResponse response,
            URI target,
            @Nullable String etag,
            @Nullable String modified,
            int redirects) {
        int status = response.statusCode();
        String location = response.getHeader("Location");
        if (status == 200) {
            return body(request, response);
        }
        // What else it says is not read, and that it stops saying it is no fault.
        response.exceptionHandler(stopped -> {});
        request.reset();
        if (status == 304) {
            return Future.succeededFuture(new Fetched.Same());
        }
        if (status / 100 == 3 && location != null) {
            return redirects == 0
                    ? failed("the address leads to more than " + MOST_REDIRECTS + " others")
                    : get(target.resolve(location).toString(), etag, modified, redirects - 1);
        }
        return failed("the calendar's server answered " + status);
    }

    private static Future<Fetched> body(HttpClientRequest request, HttpClientResponse response) {
        Promise<Fetched> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > MOST_BYTES) {
                done.tryComplete(
                        new Fetched.Failed("the calendar is larger than " + MOST_BYTES / 1024 / 1024 + " MiB"));
                request.reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(end -> done.tryComplete(new Fetched.Fresh(
                body.toString(StandardCharsets.UTF_8),
                response.getHeader("ETag"),
                response.getHeader("Last-Modified"))));
        return done.future();
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return List.of(InetAddress.getAllByName(literal));
    }

    private static Future<Fetched> failed(String why) {
        return Future.succeededFuture(new Fetched.Failed(why));
    }
}
