package dev.belfry.incident.compat.alertmanager;

import dev.belfry.platform.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager would answer. Its handlers tell an error as a bare JSON string, its framework (go-openapi) as an
 * object with a code that may be finer than the status.
 *
 * @param json null for an empty body
 * @param allow the methods of the path, when another one was used
 */
record Answer(int status, @Nullable String json, @Nullable String allow) {
    private static final int UNPROCESSABLE = 422;
    private static final int FIRST_FINE_CODE = 600;

    static Answer ok(Object json) {
        return new Answer(200, json instanceof String text ? text : json.toString(), null);
    }

    static Answer empty(int status) {
        return new Answer(status, null, null);
    }

    /** An error of a handler. */
    static Answer words(int status, String words) {
        return new Answer(status, quoted(words), null);
    }

    /** An error of the framework; codes from 600 on are answered as 422. */
    static Answer refused(int code, String message) {
        var body = new JsonObject().put("code", code).put("message", message).encode();
        return new Answer(code >= FIRST_FINE_CODE ? UNPROCESSABLE : code, body, null);
    }

    static Answer notAllowed(String method, String allow) {
        var refused = refused(405, "method " + method + " is not allowed, but [" + allow + "] are");
        return new Answer(405, refused.json, allow);
    }

    /** Text as JSON writes it; YAML reads it the same way. */
    static String quoted(String text) {
        return Json.text(text);
    }
}
