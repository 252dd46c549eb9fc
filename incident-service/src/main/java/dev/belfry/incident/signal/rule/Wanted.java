package dev.belfry.incident.signal.rule;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event rule as somebody asks for it. The condition is either written or chosen; written wins.
 *
 * @param service null when it is not for one service
 * @param integration null when it is not for one integration
 */
public record Wanted(
        String name,
        @Nullable UUID service,
        @Nullable UUID integration,
        @Nullable Boolean enabled,
        @Nullable String condition,
        @Nullable Conditions conditions,
        Actions actions) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 1_024;

    /** What is wrong with it, as far as it can be seen without asking anybody; null when nothing is. */
    Outcome.@Nullable Invalid problem() {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return new Outcome.Invalid("name", "Give the rule a name of 1 to " + LONGEST_NAME + " characters.");
        }
        if (service != null && integration != null) {
            return new Outcome.Invalid(
                    "integration", "A rule is for a service or for an integration: leave one of them out.");
        }
        var wrong = conditionProblem();
        return wrong != null ? wrong : actionProblem();
    }

    private Outcome.@Nullable Invalid conditionProblem() {
        if (condition != null && !condition.isBlank()) {
            var wrong = Language.problem(condition);
            return wrong == null ? null : new Outcome.Invalid("condition", wrong);
        }
        if (conditions == null) {
            return new Outcome.Invalid("condition", "Say which alerts the rule is for; \"true\" means all of them.");
        }
        if (conditions.of().size() > Conditions.MOST) {
            return new Outcome.Invalid("conditions/of", "A rule has at most " + Conditions.MOST + " conditions.");
        }
        for (var i = 0; i < conditions.of().size(); i++) {
            var one = conditions.of().get(i);
            var wrong = one.value().length() > LONGEST_VALUE
                    ? "A value has at most " + LONGEST_VALUE + " characters."
                    : one.problem();
            if (wrong != null) {
                return new Outcome.Invalid("conditions/of/" + i, wrong);
            }
        }
        return null;
    }

    private Outcome.@Nullable Invalid actionProblem() {
        if (actions.nothing()) {
            return new Outcome.Invalid("actions", "Say what the rule does.");
        }
        if (actions.priority() != null && !actions.priority().matches("P[1-5]")) {
            return new Outcome.Invalid("actions/priority", "Choose a priority from P1 to P5.");
        }
        var pause = actions.pauseSeconds();
        if (pause != null && (pause < Actions.SHORTEST_PAUSE || pause > Actions.LONGEST_PAUSE)) {
            return new Outcome.Invalid(
                    "actions/pauseSeconds",
                    "A pause takes " + Actions.SHORTEST_PAUSE + " to " + Actions.LONGEST_PAUSE + " seconds.");
        }
        var threshold = actions.threshold();
        if (threshold != null
                && (threshold.times() < 2
                        || threshold.times() > Actions.Threshold.MOST_TIMES
                        || threshold.minutes() < 1
                        || threshold.minutes() > Actions.Threshold.MOST_MINUTES)) {
            return new Outcome.Invalid(
                    "actions/threshold",
                    "Count 2 to " + Actions.Threshold.MOST_TIMES + " times within 1 to "
                            + Actions.Threshold.MOST_MINUTES + " minutes.");
        }
        if (actions.labels() != null && actions.labels().size() > Actions.MOST_LABELS) {
            return new Outcome.Invalid("actions/labels", "A rule sets at most " + Actions.MOST_LABELS + " labels.");
        }
        return extractionProblem(Objects.requireNonNullElse(actions.extract(), List.of()));
    }

    private static Outcome.@Nullable Invalid extractionProblem(List<Actions.Extraction> extractions) {
        if (extractions.size() > Actions.MOST_EXTRACTIONS) {
            return new Outcome.Invalid(
                    "actions/extract", "A rule has at most " + Actions.MOST_EXTRACTIONS + " regular expressions.");
        }
        for (var i = 0; i < extractions.size(); i++) {
            var one = extractions.get(i);
            var wrong = Condition.patternProblem(one.pattern());
            if (wrong == null && Pattern.compile(one.pattern()).namedGroups().isEmpty()) {
                wrong = "Name what is found: (?P<host>[a-z0-9-]+) becomes the label host.";
            }
            if (wrong == null
                    && one.field() == Condition.Field.LABEL
                    && (one.label() == null || one.label().isBlank())) {
                wrong = "Name the label.";
            }
            if (wrong != null) {
                return new Outcome.Invalid("actions/extract/" + i + "/pattern", wrong);
            }
        }
        return null;
    }

    /** The rule it becomes; its place is given when it is kept. */
    EventRule rule(UUID id, String by, Instant at) {
        var written = condition != null && !condition.isBlank();
        return new EventRule(
                id,
                service,
                integration,
                0,
                name.strip(),
                !Boolean.FALSE.equals(enabled),
                written ? null : conditions,
                written || conditions == null ? String.valueOf(condition).strip() : conditions.expression(),
                actions,
                1,
                by,
                at);
    }
}
