package dev.belfry.incident.compat.alertmanager;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.MatcherText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are asked for.
 *
 * @param muted whether groups are shown of which every alert is silenced
 * @param receiver what the whole name of the receiver has to match
 */
record Question(
        boolean active,
        boolean silenced,
        boolean muted,
        List<Matcher> filter,
        @Nullable Pattern receiver,
        List<Matcher> receiverLabels) {
    private static final int MOST_MATCHERS = 100;

    // swag.ConvertBool of go-openapi: what is none of these is false.
    private static final Set<String> TRUE =
            Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

    /**
     * Reads the parameters of a query.
     *
     * @throws IllegalArgumentException in Alertmanager's words
     */
    static Question of(Function<String, List<String>> parameters) {
        return new Question(
                flag(parameters, "active"),
                flag(parameters, "silenced"),
                flag(parameters, "muted"),
                matchers(parameters.apply("filter")),
                receiver(parameters.apply("receiver")),
                matchers(parameters.apply("receiver_matchers")));
    }

    static boolean flag(Function<String, List<String>> parameters, String name) {
        var values = parameters.apply(name);
        return values.isEmpty()
                || values.getLast().isEmpty()
                || TRUE.contains(values.getLast().toLowerCase(Locale.ROOT));
    }

    static List<Matcher> matchers(List<String> texts) {
        if (texts.size() > MOST_MATCHERS) {
            throw new IllegalArgumentException("too many matchers");
        }
        return texts.stream().map(MatcherText::read).toList();
    }

    private static @Nullable Pattern receiver(List<String> values) {
        if (values.isEmpty() || values.getLast().isEmpty()) {
            return null;
        }
        try {
            if (values.getLast().length() > Matcher.LONGEST_VALUE) {
                throw new IllegalArgumentException("failed to parse receiver param: it is too long");
            }
            return Pattern.compile(values.getLast());
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "failed to parse receiver param: error parsing regexp: " + wrong.getMessage(), wrong);
        }
    }

    /** Whether this alert is asked for. */
    boolean wants(Shown alert) {
        boolean suppressed = !alert.silencedBy().isEmpty();
        return (suppressed ? silenced : active)
                && (receiver == null || receiver.matches(alert.receiver()))
                && receiverLabels.stream().allMatch(matcher -> matcher.matches(Map.of()))
                && filter.stream().allMatch(matcher -> matcher.matches(alert.labels()));
    }
}
