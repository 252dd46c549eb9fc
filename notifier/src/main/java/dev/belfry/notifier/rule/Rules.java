package dev.belfry.notifier.rule;

import dev.belfry.notifier.contact.ContactMethod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a person's rules into what is tried when. Without a rule that leads anywhere, every e-mail method is tried at
 * once and every webhook at once: a page is never dropped because nobody wrote a rule.
 */
public final class Rules {
    private static final Comparator<Planned> ORDER = Comparator.comparing(Planned::delay)
            .thenComparing(planned -> planned.method().type())
            .thenComparing(planned -> planned.method().createdAt())
            .thenComparing(planned -> planned.method().id());

    private Rules() {}

    /** This method, so long after the page. */
    public record Planned(ContactMethod method, Duration delay) {}

    /** What to try for one person, in order; empty when no contact method is in use. */
    public static List<Planned> plan(List<NotificationRule> rules, List<ContactMethod> methods) {
        var usable = methods.stream().filter(ContactMethod::enabled).toList();
        var planned = rules.stream()
                .flatMap(rule -> usable.stream()
                        .filter(method -> method.id().equals(rule.contactMethod()))
                        .map(method -> new Planned(method, rule.delay())))
                .distinct()
                .sorted(ORDER)
                .toList();
        return planned.isEmpty()
                ? usable.stream()
                        .map(method -> new Planned(method, Duration.ZERO))
                        .sorted(ORDER)
                        .toList()
                : planned;
    }
}
