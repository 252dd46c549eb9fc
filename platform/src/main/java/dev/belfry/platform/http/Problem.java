package dev.belfry.platform.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem detail (RFC 9457), as every API error is told.
 *
 * @param instance an id that stands in the log beside the cause; only for faults
 * @param errors what is wrong with which field
 * @param current what is there now, for who wanted to change what was there before
 */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable List<Field> errors,
        @Nullable Object current) {
    private static final int MOST_NAMED = 50;

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One bad field.
     *
     * @param pointer a JSON pointer into the body ({@code #/steps/0/delay}), or the parameter ({@code query: limit})
     */
    public record Field(String pointer, String detail) {}

    public static Problem of(int status, @Nullable String detail) {
        return new Problem("about:blank", title(status), status, detail, null, null, null);
    }

    public static Problem invalid(List<Field> errors) {
        var first = errors.getFirst().pointer() + ": " + errors.getFirst().detail();
        var detail = errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
        var named = errors.subList(0, Math.min(errors.size(), MOST_NAMED));
        return new Problem("about:blank", title(400), 400, detail, null, named, null);
    }

    public static Problem fault(String instance, boolean passing) {
        var detail = passing
                ? "A part Belfry needs did not answer. Nothing was changed; try again in a moment."
                : "Something went wrong inside Belfry. Tell your operator the instance id; the cause is in the log.";
        int status = passing ? 503 : 500;
        return new Problem("about:blank", title(status), status, detail, instance, null, null);
    }

    Problem with(Object current) {
        return new Problem(type, title, status, detail, instance, errors, current);
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Request Refused" : "Internal Server Error";
        };
    }
}
