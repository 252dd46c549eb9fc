package dev.belfry.incident.signal.rule;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An alert as conditions see it: after what the rules before have changed. */
final class Facts {
    /** Beyond this a text is cut for conditions; the alert keeps all of it. */
    private static final int LONGEST = 16_384;

    private final AcceptedRequest request;
    private AlertSignal signal;

    Facts(AcceptedRequest request, AlertSignal signal) {
        this.request = request;
        this.signal = signal;
    }

    AlertSignal signal() {
        return signal;
    }

    void become(AlertSignal changed) {
        signal = changed;
    }

    /** The labels of an alert that came with labels, else its details. */
    Map<String, String> labels() {
        var labels = signal.labels();
        return labels == null || labels.isEmpty() ? signal.details() : labels;
    }

    String text(Condition.Field field, String label) {
        return switch (field) {
            case TITLE -> cut(signal.summary());
            case SEVERITY -> severity();
            case SOURCE -> cut(signal.source());
            case COMPONENT -> cut(signal.component());
            case DESCRIPTION -> cut(signal.description());
            case KEY -> cut(signal.dedupKey());
            case FORMAT -> cut(request.format());
            case PRIORITY -> cut(signal.priority());
            case LABEL -> cut(labels().get(label));
        };
    }

    /** A variable of the expression language. */
    Optional<Object> variable(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "title" -> cut(signal.summary());
                    case "severity" -> severity();
                    case "source" -> cut(signal.source());
                    case "component" -> cut(signal.component());
                    case "description" -> cut(signal.description());
                    case "key" -> cut(signal.dedupKey());
                    case "format" -> cut(request.format());
                    case "priority" -> cut(signal.priority());
                    case "labels" -> labels();
                    case "details" -> signal.details();
                    case "tags" -> Objects.requireNonNullElse(signal.tags(), List.of());
                    case "received" -> request.receivedAt();
                    default -> null;
                });
    }

    private String severity() {
        return switch (signal.severity()) {
            case CRITICAL -> "critical";
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "info";
        };
    }

    private static String cut(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
