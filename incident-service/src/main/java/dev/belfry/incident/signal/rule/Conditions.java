package dev.belfry.incident.signal.rule;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the form asks of an alert.
 *
 * @param any whether one of them is enough; else all must hold
 * @param of none means every alert
 */
public record Conditions(boolean any, List<Condition> of) {
    static final int MOST = 20;

    String expression() {
        return of.isEmpty()
                ? "true"
                : of.stream().map(Condition::expression).collect(Collectors.joining(any ? " || " : " && "));
    }

    Predicate<Facts> test() {
        var tests = of.stream().map(Condition::test).toList();
        return any && !tests.isEmpty()
                ? facts -> tests.stream().anyMatch(test -> test.test(facts))
                : facts -> tests.stream().allMatch(test -> test.test(facts));
    }
}
