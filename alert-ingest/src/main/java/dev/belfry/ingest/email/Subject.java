package dev.belfry.ingest.email;

import dev.belfry.contracts.alert.AlertAction;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A subject without what is put before it on its way.
 *
 * @param text what stays the same when it is answered, forwarded or resolved
 * @param action what Alertmanager's own prefix says; null when it has none
 * @param answered somebody answered or forwarded a mail of this subject
 */
record Subject(String text, @Nullable AlertAction action, boolean answered) {
    private static final Pattern ANSWERED =
            Pattern.compile("^(re|fwd?|aw|wg|sv|antw)(\\[\\d{1,3}])?:\\s*", Pattern.CASE_INSENSITIVE);
    /** {@code [FIRING:2]}, {@code [RESOLVED]}: Alertmanager's default template {@code __subject}. */
    private static final Pattern STATE = Pattern.compile("^\\[(FIRING|RESOLVED)(:\\d{1,9})?]\\s*");

    private static final int MAX = 1_024;
    private static final int MAX_PREFIXES = 20;

    static Subject of(String subject) {
        var rest = subject.strip().replaceAll("\\s+", " ");
        rest = rest.length() > MAX ? rest.substring(0, MAX) : rest;
        AlertAction action = null;
        boolean answered = false;
        for (int i = 0; i < MAX_PREFIXES; i++) {
            var prefix = ANSWERED.matcher(rest);
            var state = STATE.matcher(rest);
            if (prefix.find()) {
                answered = true;
                rest = rest.substring(prefix.end());
            } else if (state.find()) {
                var now = state.group(1).toUpperCase(Locale.ROOT).equals("RESOLVED")
                        ? AlertAction.RESOLVE
                        : AlertAction.TRIGGER;
                action = action == null ? now : action;
                rest = rest.substring(state.end());
            } else {
                break;
            }
        }
        return new Subject(rest.strip(), action, answered);
    }
}
