package dev.belfry.incident.compat.opsgenie;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads Opsgenie's query language: {@code field:value}, {@code field = value}, comparisons of times and numbers,
 * {@code AND OR NOT ( )}, {@code field:(a OR b)}, {@code detailsPair(key:value)}, quotes, the wildcard {@code *}, and free words. Terms that only stand
 * beside each other must all hold.
 */
final class QueryParser {
    private static final int LONGEST = 2_000;
    private static final int DEEPEST = 20;
    private static final int MOST_TERMS = 100;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d-M-uuuu", Locale.ROOT);

    private final String text;
    private int at;
    private int depth;
    private int terms;

    private QueryParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with words for the one who wrote it */
    static AlertQuery parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("A query has at most " + LONGEST + " characters.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A query has no U+0000.");
        }
        var parser = new QueryParser(text);
        parser.blanks();
        if (parser.end()) {
            return new AlertQuery.Every();
        }
        var query = parser.or(null);
        if (!parser.end()) {
            throw parser.fault("nothing is open that could be closed here");
        }
        return query;
    }

    private AlertQuery or(AlertQuery.@Nullable Field of) {
        if (++depth > DEEPEST) {
            throw fault("it is nested too deeply");
        }
        var any = new ArrayList<AlertQuery>();
        any.add(and(of));
        while (keyword("OR")) {
            any.add(and(of));
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new AlertQuery.Or(List.copyOf(any));
    }

    private AlertQuery and(AlertQuery.@Nullable Field of) {
        var all = new ArrayList<AlertQuery>();
        all.add(not(of));
        while (keyword("AND") || (!end() && text.charAt(at) != ')' && !ahead("OR"))) {
            all.add(not(of));
        }
        return all.size() == 1 ? all.getFirst() : new AlertQuery.And(List.copyOf(all));
    }

    private AlertQuery not(AlertQuery.@Nullable Field of) {
        boolean holds = true;
        while (keyword("NOT")) {
            holds = !holds;
        }
        var term = term(of);
        return holds ? term : new AlertQuery.Not(term);
    }

    private AlertQuery term(AlertQuery.@Nullable Field of) {
        if (end() || ahead("AND") || ahead("OR")) {
            throw fault("a condition is missing");
        }
        if (++terms > MOST_TERMS) {
            throw fault("it has more than " + MOST_TERMS + " conditions");
        }
        if (text.charAt(at) == '(') {
            at++;
            blanks();
            var inner = or(of);
            if (end() || text.charAt(at) != ')') {
                throw fault("a parenthesis is not closed");
            }
            at++;
            blanks();
            return inner;
        }
        if (of != null) {
            return condition(of, ":", value());
        }
        return text.charAt(at) == '"' ? new AlertQuery.Words(value()) : fieldOrWord();
    }

    private AlertQuery fieldOrWord() {
        int start = at;
        while (!end() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        var name = text.substring(start, at);
        blanks();
        if (name.equalsIgnoreCase("detailsPair") && !end() && text.charAt(at) == '(') {
            return pair();
        }
        var operator = operator();
        if (operator.isEmpty() || name.isEmpty()) {
            at = start;
            return new AlertQuery.Words(value());
        }
        var field = AlertQuery.Field.named(name);
        if (field == null) {
            throw fault("there is no field \"" + name + "\"");
        }
        if (!end() && text.charAt(at) == '(' && (operator.equals(":") || operator.equals("="))) {
            return term(field);
        }
        return condition(field, operator, value());
    }

    /** {@code detailsPair(key:value)}, with a comma or an equals sign in place of the colon, too. */
    private AlertQuery pair() {
        at++;
        blanks();
        var key = side(":,=");
        if (end() || ":,=".indexOf(text.charAt(at)) < 0) {
            throw fault("a pair is written detailsPair(key:value)");
        }
        at++;
        blanks();
        var value = side("");
        if (end() || text.charAt(at) != ')') {
            throw fault("a parenthesis is not closed");
        }
        at++;
        blanks();
        return new AlertQuery.Pair(key, value);
    }

    private String side(String ends) {
        if (!end() && text.charAt(at) == '"') {
            return value();
        }
        int start = at;
        while (!end() && text.charAt(at) != ')' && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var side = text.substring(start, at).strip();
        if (side.isEmpty()) {
            throw fault("a value is missing");
        }
        return side;
    }

    private String operator() {
        for (var operator : List.of("<=", ">=", "<", ">", ":", "=")) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                blanks();
                return operator;
            }
        }
        return "";
    }

    private String value() {
        if (end() || text.charAt(at) == ')') {
            throw fault("a value is missing");
        }
        var value = new StringBuilder();
        if (text.charAt(at) == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            if (at >= text.length()) {
                throw fault("a quote is not closed");
            }
            at++;
        } else {
            while (at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && "()\"".indexOf(text.charAt(at)) < 0) {
                value.append(text.charAt(at++));
            }
            if (value.isEmpty()) {
                throw fault("a value is missing");
            }
        }
        blanks();
        return value.toString();
    }

    private AlertQuery condition(AlertQuery.Field field, String operator, String value) {
        boolean equal = operator.equals(":") || operator.equals("=");
        if (!equal && field.kind != AlertQuery.Kind.TIME && field.kind != AlertQuery.Kind.NUMBER) {
            throw fault("\"" + field.word + "\" cannot be compared with " + operator);
        }
        return switch (field.kind) {
            case TEXT -> new AlertQuery.Like(field, value);
            case FLAG -> new AlertQuery.Flag(field, either(field, value, "true", "false"));
            case STATUS -> new AlertQuery.Flag(field, either(field, value, "open", "closed"));
            case NUMBER -> number(field, operator, value);
            case TIME -> time(field, operator, value);
        };
    }

    private boolean either(AlertQuery.Field field, String value, String yes, String no) {
        if (!value.equalsIgnoreCase(yes) && !value.equalsIgnoreCase(no)) {
            throw fault("\"" + field.word + "\" is " + yes + " or " + no);
        }
        return value.equalsIgnoreCase(yes);
    }

    private AlertQuery number(AlertQuery.Field field, String operator, String value) {
        if (!value.matches("\\d{1,18}")) {
            throw fault("\"" + field.word + "\" is a number");
        }
        long number = Long.parseLong(value);
        return switch (operator) {
            case "<" -> new AlertQuery.Amount(field, null, number - 1);
            case "<=" -> new AlertQuery.Amount(field, null, number);
            case ">" -> new AlertQuery.Amount(field, number + 1, null);
            case ">=" -> new AlertQuery.Amount(field, number, null);
            default -> new AlertQuery.Amount(field, number, number);
        };
    }

    /** A number is milliseconds since 1970; a day in the form 04-03-2026 is that day in UTC. */
    private AlertQuery time(AlertQuery.Field field, String operator, String value) {
        Instant from;
        Instant after;
        try {
            if (value.matches("\\d{1,14}")) {
                from = Instant.ofEpochMilli(Long.parseLong(value));
                after = from.plusMillis(1);
            } else if (value.indexOf('T') > 0) {
                from = OffsetDateTime.parse(value).toInstant();
                after = from.plusMillis(1);
            } else {
                from = LocalDate.parse(value, DAY).atStartOfDay().toInstant(ZoneOffset.UTC);
                after = from.plusSeconds(86_400);
            }
        } catch (DateTimeException unreadable) {
            throw fault("\"" + field.word + "\" is a time: milliseconds since 1970, or a day such as 04-03-2026");
        }
        return switch (operator) {
            case "<" -> new AlertQuery.Time(field, null, from);
            case "<=" -> new AlertQuery.Time(field, null, after);
            case ">" -> new AlertQuery.Time(field, after, null);
            case ">=" -> new AlertQuery.Time(field, from, null);
            default -> new AlertQuery.Time(field, from, after);
        };
    }

    private boolean keyword(String word) {
        if (!ahead(word)) {
            return false;
        }
        at += word.length();
        blanks();
        return true;
    }

    private boolean ahead(String word) {
        int after = at + word.length();
        return text.regionMatches(true, at, word, 0, word.length())
                && (after == text.length()
                        || Character.isWhitespace(text.charAt(after))
                        || "()\"".indexOf(text.charAt(after)) >= 0);
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean end() {
        return at >= text.length();
    }

    private IllegalArgumentException fault(String why) {
        return new IllegalArgumentException("Query cannot be parsed at character " + (at + 1) + ": " + why + ".");
    }
}
