package dev.belfry.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Instants;
import dev.belfry.platform.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One authorised, validated request to the API. */
public final class Call {
    private final RoutingContext context;
    private final Principal principal;
    private final Ids ids;

    Call(RoutingContext context, Principal principal, Ids ids) {
        this.context = context;
        this.principal = principal;
        this.ids = ids;
    }

    public RoutingContext context() {
        return context;
    }

    public Principal principal() {
        return principal;
    }

    /** A path parameter the contract declares as a UUID. */
    public UUID id(String parameter) {
        return UUID.fromString(path(parameter));
    }

    public String path(String parameter) {
        var value = context.pathParam(parameter);
        if (value == null) {
            throw new IllegalArgumentException("the contract has no path parameter " + parameter);
        }
        return value;
    }

    public @Nullable String query(String parameter) {
        return context.queryParams().get(parameter);
    }

    /** A query parameter the contract declares as a UUID; null when it is not given. */
    public @Nullable UUID uuid(String parameter) {
        var value = query(parameter);
        return value == null ? null : UUID.fromString(value);
    }

    /** A query parameter the contract declares as a date-time; null when it is not given. */
    public @Nullable Instant instant(String parameter) {
        var value = query(parameter);
        return value == null ? null : Instants.read(value);
    }

    /** How many items a list shall hold: {@code ?limit=}, 1 to 200, 50 unless told otherwise. */
    public int limit() {
        var limit = query("limit");
        return limit == null ? 50 : Math.clamp(Integer.parseInt(limit), 1, 200);
    }

    public @Nullable String cursor() {
        return query("cursor");
    }

    /** The body; a member that no value can be made of is answered by its name (400). */
    public <T> T body(Class<T> shape) {
        var buffer = context.body().buffer();
        try {
            return Json.read(buffer == null || buffer.length() == 0 ? new byte[] {'{', '}'} : buffer.getBytes(), shape);
        } catch (IllegalArgumentException unreadable) {
            throw unreadable.getCause() instanceof JsonProcessingException json ? BadRequest.of(json) : unreadable;
        }
    }

    /** The version in {@code If-Match: "v3"}; null when the caller does not care. A foreign tag matches nothing. */
    public @Nullable Long ifMatch() {
        return Tags.wanted(
                context.request().getHeader(HttpHeaders.IF_MATCH),
                context.request().getHeader(HttpHeaders.IF_NONE_MATCH));
    }

    /** The id of what this request creates: the same for the same Idempotency-Key of the same caller. */
    public UUID newId() {
        var key = idempotencyKey();
        return key == null
                ? ids.next()
                : Ids.derived("idempotent", principal.id(), context.request().path(), key);
    }

    @Nullable
    String idempotencyKey() {
        var header = context.request().getHeader("Idempotency-Key");
        return header == null ? null : header.replaceAll("^\"|\"$", "");
    }
}
