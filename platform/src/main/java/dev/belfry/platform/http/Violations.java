package dev.belfry.platform.http;

import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a schema validator found, said of each field in the words of the house. */
final class Violations {
    /** What the validator says, and what it means to the person who sent it. */
    private enum Words {
        REQUIRED("Instance does not have required property \"(.+)\"", "is missing"),
        UNKNOWN(
                "Property \".*\" does not match additional properties schema",
                "is not known here: check how it is spelled"),
        TYPE("Instance type (\\w+) is invalid. Expected (.+)", "must be of type $2, not $1"),
        ENUM("Instance does not match any of \\[(.*)]", "must be one of $1"),
        LEAST("\\S+ is less than (\\S+)", "must be at least $1"),
        MOST("\\S+ is greater than (\\S+)", "must be at most $1"),
        SHORT("String is too short \\(\\d+ < (\\d+)\\)", "must have at least $1 characters"),
        LONG("String is too long \\(\\d+ > (\\d+)\\)", "must have at most $1 characters"),
        MANY("Array has too many items \\( \\+ \\d+ > (\\d+)\\)", "must have at most $1 items"),
        FEW("Array has too few items \\( \\+ \\d+ < (\\d+)\\)", "must have at least $1 items"),
        TWICE("Duplicate items at indexes (\\d+) and (\\d+)", "must not have the same item twice, as at $1 and $2"),
        EMPTY("Instance does not have at least (\\d+) properties", "must have at least $1 members"),
        PATTERN("String does not match pattern", "does not have the form that the API document describes"),
        FORMAT("String does not match format \"(.+)\"", "must have the format $1");

        private final Pattern said;
        private final String meant;

        Words(String said, String meant) {
            this.said = Pattern.compile(said, Pattern.DOTALL);
            this.meant = meant;
        }
    }

    private Violations() {}

    /** Each field once, by the deepest error: what stands above it only repeats that something below is bad. */
    static List<Problem.Field> of(OutputUnit found) {
        var errors = Objects.requireNonNullElse(found.getErrors(), List.<OutputUnit>of());
        var deepest = errors.stream()
                .filter(error -> errors.stream().noneMatch(other -> repeats(error, other)))
                .toList();
        var fields = new ArrayList<Problem.Field>();
        for (var error : deepest) {
            var field = field(error);
            // Where null is one of several shapes, the others say what is wrong.
            boolean alternative = deepest.size() > 1 && field.detail().startsWith("must be of type null");
            if (!alternative && fields.stream().noneMatch(said -> said.pointer().equals(field.pointer()))) {
                fields.add(field);
            }
        }
        return fields;
    }

    static boolean isUnknownMember(Problem.Field field) {
        return field.detail().equals(Words.UNKNOWN.meant);
    }

    /** The validator calls a member unknown, too, whose value is wrong. */
    private static boolean repeats(OutputUnit above, OutputUnit below) {
        return (below.getInstanceLocation() + "/").startsWith(above.getInstanceLocation() + "/")
                && (below.getKeywordLocation().startsWith(above.getKeywordLocation() + "/")
                        || (above.getKeywordLocation().endsWith("/additionalProperties")
                                && !below.getKeywordLocation().equals(above.getKeywordLocation())));
    }

    private static Problem.Field field(OutputUnit error) {
        var text = error.getError();
        for (var words : Words.values()) {
            var said = words.said.matcher(text);
            if (said.matches()) {
                var pointer = error.getInstanceLocation() + (words == Words.REQUIRED ? "/" + said.group(1) : "");
                return new Problem.Field(pointer, said.replaceFirst(words.meant));
            }
        }
        return new Problem.Field(error.getInstanceLocation(), text);
    }
}
