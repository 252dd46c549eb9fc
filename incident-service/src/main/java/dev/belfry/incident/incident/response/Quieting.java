package dev.belfry.incident.incident.response;

import dev.belfry.incident.signal.alert.AlertView;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.Silence;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What silences have to do with an alert.
 *
 * @param words who silences it, until when and why; empty when nobody does
 * @param form where a silence that fits it is made
 */
public record Quieting(String words, String form) {
    private static final int LONGEST_FORM = 4_000;

    static Quieting of(AlertView alert, @Nullable String integration, String service, List<Silence> active) {
        var labels = alert.matched(integration, service);
        var words = active.stream()
                .filter(silence -> silence.silences(alert.service(), labels))
                .map(silence ->
                        "Silenced by " + silence.createdBy() + " until " + silence.endsAt() + ": " + silence.comment())
                .collect(Collectors.joining(" "));
        return new Quieting(words, form(alert));
    }

    private static String form(AlertView alert) {
        var identity = alert.labels() == null || alert.labels().isEmpty()
                ? Map.of("dedup_key", alert.dedupKey())
                : alert.labels();
        var matchers = identity.entrySet().stream()
                .filter(label -> label.getValue().length() <= Matcher.LONGEST_VALUE)
                .map(label -> Matcher.of(label.getKey(), label.getValue(), false, true)
                        .text())
                .sorted()
                .collect(Collectors.joining("\n"));
        var form = "/silences?service=" + alert.service() + "&matchers="
                + URLEncoder.encode(matchers, StandardCharsets.UTF_8);
        return form.length() <= LONGEST_FORM ? form : "/silences?service=" + alert.service();
    }
}
