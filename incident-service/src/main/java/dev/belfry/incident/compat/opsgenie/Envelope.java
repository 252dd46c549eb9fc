package dev.belfry.incident.compat.opsgenie;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an Opsgenie client is answered, before it is told how long it took and which request it was.
 *
 * @param headers beyond those that every answer has
 */
record Envelope(int status, Map<String, Object> body, Map<String, String> headers) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static Envelope ok(Object data) {
        return data(200, data);
    }

    static Envelope created(String result, Object data) {
        var envelope = data(201, data);
        envelope.body().put("result", result);
        return envelope;
    }

    static Envelope list(List<?> items, Map<String, String> paging) {
        var envelope = data(200, items);
        envelope.body().put("paging", paging);
        return envelope;
    }

    static Envelope done(String result) {
        var body = new LinkedHashMap<String, Object>();
        body.put("result", result);
        return new Envelope(200, body, Map.of());
    }

    static Envelope refused(int status, String message) {
        return refused(status, message, null);
    }

    /** @param code Opsgenie's own number for what is wrong */
    static Envelope refused(int status, String message, @Nullable Integer code) {
        var body = new LinkedHashMap<String, Object>();
        body.put("message", message);
        if (code != null) {
            body.put("code", code);
        }
        return new Envelope(status, body, Map.of());
    }

    /** Its "errors" are an object, for clients that read a map of texts there. */
    static Envelope unprocessable(String field, String reason) {
        var envelope = refused(422, "Request body is not processable. Please check the errors.");
        envelope.body().put("errors", Map.of(field, reason));
        return envelope;
    }

    /** Clients ask again for this header only. */
    static Envelope notProcessed() {
        var envelope = refused(404, "Request not found. It might not be processed, yet.");
        return new Envelope(404, envelope.body(), Map.of("X-Opsgenie-Errortype", "RequestNotProcessed"));
    }

    /** Milliseconds, always three digits of them. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    private static Envelope data(int status, Object data) {
        var body = new LinkedHashMap<String, Object>();
        body.put("data", data);
        return new Envelope(status, body, Map.of());
    }
}
