package dev.belfry.notifier.channel;

import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a provider is asked over HTTP.
 *
 * @param url absolute
 * @param body empty for none
 */
public record Request(String method, URI url, Map<String, String> headers, Buffer body) {

    /** @throws IllegalArgumentException when that is no URL */
    public static Request json(String method, String url, Object body) {
        return new Request(
                method,
                URI.create(url),
                Map.of("content-type", "application/json; charset=utf-8"),
                Buffer.buffer(Json.bytes(body)));
    }

    /** @throws IllegalArgumentException when that is no URL */
    public static Request form(String url, Map<String, String> fields) {
        var text = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Request(
                "POST",
                URI.create(url),
                Map.of("content-type", "application/x-www-form-urlencoded"),
                Buffer.buffer(text));
    }

    public static Request get(String url) {
        return new Request("GET", URI.create(url), Map.of(), Buffer.buffer());
    }

    /** The same with one more header. */
    public Request with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, url, more, body);
    }

    public Request bearer(String token) {
        return with("authorization", "Bearer " + token);
    }

    /** As part of a path, a query or a form. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Never tells the address or a header: requests end up in logs. */
    @Override
    public String toString() {
        return method;
    }
}
