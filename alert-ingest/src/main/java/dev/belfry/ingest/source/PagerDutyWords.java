package dev.belfry.ingest.source;

import java.util.List;
import java.util.Map;

/** How PagerDuty refuses, on each of its event addresses: always a JSON object, because clients parse it. */
final class PagerDutyWords {
    static final int KEY_LENGTH = 32;

    private PagerDutyWords() {}

    /** @param busy the status that its clients take for "come back": 429, and 403 in version 1 */
    static Answer refused(Refusal refusal, int busy) {
        return switch (refusal) {
            case Refusal.Unreadable unreadable ->
                answer(400, "Unrecognized object", "Event object format is unrecognized", List.of(unreadable.detail()));
            case Refusal.Invalid invalid ->
                invalid(invalid.faults().stream().map(Refusal.Fault::words).toList());
            case Refusal.UnknownKey unknown -> invalid(List.of("Invalid routing key"));
            case Refusal.Forged forged -> invalid(List.of(forged.detail()));
            case Refusal.Unsupported unsupported -> invalid(List.of(unsupported.detail()));
            case Refusal.TooLarge large ->
                answer(
                        413,
                        "invalid event",
                        "Event object is too large",
                        List.of("The event must not be larger than " + large.maxBytes() + " bytes"));
            case Refusal.TooSlow slow ->
                answer(408, "invalid event", "Event object did not come in time", List.of("The body came too slowly"));
            case Refusal.Busy waiting ->
                answer(
                        busy,
                        "throttle exceeded",
                        "Requests for this service are arriving too quickly.  Please retry later.",
                        List.of("Enhance Your Calm."));
        };
    }

    private static Answer invalid(List<String> errors) {
        return answer(400, "invalid event", "Event object is invalid", errors);
    }

    private static Answer answer(int status, String word, String message, List<String> errors) {
        return Answer.json(status, Map.of("status", word, "message", message, "errors", errors));
    }

    /** A member that has to be there, with PagerDuty's words when it is not. */
    static Refusal.Fault missing(String path) {
        return new Refusal.Fault("#/" + path.replace('.', '/'), "'" + path + "' is missing or blank");
    }

    static Refusal.Fault wrongLength(String name) {
        return new Refusal.Fault(
                "#/" + name, "Length of '" + name + "' is incorrect (should be " + KEY_LENGTH + " characters)");
    }
}
