package dev.belfry.ingest.sns;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks Amazon for the certificate an envelope is signed with, and confirms subscriptions. It goes to Amazon's own hosts
 * only, follows no redirect, and takes little and not for long.
 */
public final class SnsClient {
    private static final int MAX_BYTES = 16 * 1024;
    private static final int SECONDS = 5;
    /** Amazon has a certificate for each region and renews it about once a year. */
    private static final int MAX_CERTIFICATES = 64;

    private final Function<URI, Future<Buffer>> fetch;
    private final InstantSource clock;
    private final Counter unchecked;
    private final Map<URI, Future<X509Certificate>> certificates = new ConcurrentHashMap<>();

    public SnsClient(Function<URI, Future<Buffer>> fetch, InstantSource clock, MeterRegistry metrics) {
        this.fetch = fetch;
        this.clock = clock;
        this.unchecked = metrics.counter("belfry.ingest.sns.unchecked");
    }

    public static SnsClient of(Vertx vertx, InstantSource clock, MeterRegistry metrics) {
        var http = vertx.createHttpClient(new HttpClientOptions().setSsl(true).setConnectTimeout(SECONDS * 1_000));
        return new SnsClient(url -> get(http, url), clock, metrics);
    }

    /** Verifies the envelope, and confirms the subscription that a genuine one asks for. Never fails. */
    public Future<SnsVerdict> settle(SnsEnvelope envelope) {
        var verdict = verify(envelope);
        return envelope.isSubscription()
                ? verdict.compose(known -> switch (known) {
                    case SnsVerdict.Genuine genuine -> confirm(envelope);
                    case SnsVerdict.Unchecked unreachable ->
                        Future.succeededFuture(new SnsVerdict.Unconfirmed(unreachable.detail()));
                    default -> Future.succeededFuture(known);
                })
                : verdict;
    }

    private Future<SnsVerdict> verify(SnsEnvelope envelope) {
        var address = SnsSignature.certificateAddress(envelope);
        if (address.isEmpty()) {
            return Future.succeededFuture(
                    new SnsVerdict.Forged("The certificate of the message is not at one of Amazon's addresses."));
        }
        return certificate(address.get())
                .map(certificate -> SnsSignature.fault(envelope, certificate, clock.instant())
                        .<SnsVerdict>map(SnsVerdict.Forged::new)
                        .orElseGet(SnsVerdict.Genuine::new))
                .otherwise(unreachable -> {
                    unchecked.increment();
                    return new SnsVerdict.Unchecked(String.valueOf(unreachable.getMessage()));
                });
    }

    private Future<SnsVerdict> confirm(SnsEnvelope envelope) {
        var address = SnsSignature.confirmationAddress(envelope);
        if (address.isEmpty()) {
            return Future.succeededFuture(
                    new SnsVerdict.Forged("The subscription is not confirmed at one of Amazon's addresses."));
        }
        return fetch.apply(address.get())
                .<SnsVerdict>map(confirmed -> new SnsVerdict.Genuine())
                .otherwise(unreachable -> new SnsVerdict.Unconfirmed(String.valueOf(unreachable.getMessage())));
    }

    private Future<X509Certificate> certificate(URI address) {
        var known = certificates.get(address);
        if (known != null) {
            return known;
        }
        if (certificates.size() >= MAX_CERTIFICATES) {
            certificates.clear();
        }
        var promise = Promise.<X509Certificate>promise();
        certificates.put(address, promise.future());
        fetch.apply(address).compose(SnsClient::parse).onComplete(asked -> {
            if (asked.succeeded()) {
                promise.complete(asked.result());
            } else {
                certificates.remove(address, promise.future());
                promise.fail(asked.cause());
            }
        });
        return promise.future();
    }

    private static Future<X509Certificate> parse(Buffer pem) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes()));
            return certificate instanceof X509Certificate one
                    ? Future.succeededFuture(one)
                    : Future.failedFuture(new CertificateException("not a certificate"));
        } catch (CertificateException notOne) {
            return Future.failedFuture(notOne);
        }
    }

    private static Future<Buffer> get(HttpClient http, URI url) {
        var path = url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(url.getHost())
                .setPort(443)
                .setSsl(true)
                .setURI(path.startsWith("/") ? path : "/" + path);
        return ask(http, options);
    }

    static Future<Buffer> ask(HttpClient http, RequestOptions options) {
        return http.request(options.setFollowRedirects(false).setTimeout(SECONDS * 1_000L))
                // Within one step: whoever asks from a thread of its own would come to the answer after its end.
                .compose(request -> request.send().compose(SnsClient::body))
                .timeout(SECONDS, TimeUnit.SECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        var whole = Promise.<Buffer>promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200) {
            whole.fail(new IOException("Amazon answered " + response.statusCode()));
            response.request().reset();
            return whole.future();
        }
        var body = Buffer.buffer();
        response.endHandler(end -> whole.tryComplete(body)).handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BYTES) {
                whole.tryFail(new IOException("Amazon answered more than " + MAX_BYTES + " bytes"));
                response.request().reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        return whole.future();
    }
}
