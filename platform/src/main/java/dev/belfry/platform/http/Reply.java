package dev.belfry.platform.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers: a value, so that it can be kept and given again.
 *
 * @param version becomes the ETag {@code "v3"}
 * @param link the value of the Link header of a list that goes on
 */
public record Reply(
        int status,
        @Nullable Object body,
        @Nullable Long version,
        @Nullable String location,
        @Nullable String link) {

    public static Reply ok(Object body) {
        return new Reply(200, body, null, null, null);
    }

    public static Reply ok(Object body, long version) {
        return new Reply(200, body, version, null, null);
    }

    public static Reply created(String location, Object body, long version) {
        return new Reply(201, body, version, location, null);
    }

    public static Reply accepted(Object body) {
        return new Reply(202, body, null, null, null);
    }

    public static Reply noContent() {
        return new Reply(204, null, null, null, null);
    }

    /** One page of a list; a cursor says that there is more. */
    public static Reply list(Call call, List<?> items, @Nullable String nextCursor) {
        String link = null;
        if (nextCursor != null) {
            var query = new StringBuilder();
            call.context().queryParams().forEach(parameter -> {
                if (!parameter.getKey().equals("cursor")) {
                    query.append(encode(parameter.getKey()))
                            .append('=')
                            .append(encode(parameter.getValue()))
                            .append('&');
                }
            });
            link = "<" + call.context().request().path() + "?" + query + "cursor=" + encode(nextCursor)
                    + ">; rel=\"next\"";
        }
        return new Reply(200, Map.of("items", items), null, null, link);
    }

    public static Reply notFound(String thing, String list) {
        return problem(404, "There is no such " + thing + ". GET " + list + " lists those there are.");
    }

    public static Reply conflict(String detail) {
        return problem(409, detail);
    }

    /** Somebody else changed it since the caller read it. */
    public static Reply stale() {
        return problem(
                412, "It has changed since you read it: look at what is there now and send its ETag in If-Match.");
    }

    /** The same with what is there now. */
    Reply present(Reply now) {
        return body instanceof Problem problem && now.body() != null
                ? new Reply(status, problem.with(now.body()), now.version(), null, null)
                : this;
    }

    public static Reply invalid(Problem.Field... errors) {
        return new Reply(400, Problem.invalid(List.of(errors)), null, null, null);
    }

    public static Reply problem(int status, String detail) {
        return new Reply(status, Problem.of(status, detail), null, null, null);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
