package dev.belfry.notifier.rule;

import dev.belfry.contracts.incident.Urgency;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.contact.ContactMethod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a person's rules into what is tried when. Without a rule that leads anywhere, every method is tried: at once, an SMS after
 * a minute and a call after five. A page is never dropped because nobody wrote a rule.
 */
public final class Rules {
    private static final Comparator<Planned> ORDER = Comparator.comparing(Planned::delay)
            .thenComparing(planned -> planned.method().type())
            .thenComparing(planned -> planned.method().createdAt())
            .thenComparing(planned -> planned.method().id());

    private Rules() {}

    /** This method, so long after the page. */
    public record Planned(ContactMethod method, Duration delay) {}

    /** When a method is tried where nobody has said it. What wakes somebody waits for what may have reached them already. */
    static Duration usual(Channel channel) {
        return switch (channel) {
            case SMS -> Duration.ofMinutes(1);
            case VOICE -> Duration.ofMinutes(5);
            default -> Duration.ZERO;
        };
    }

    /** What to try for one person, in order; empty when no contact method is in use. */
    public static List<Planned> plan(List<NotificationRule> rules, List<ContactMethod> methods, Urgency urgency) {
        var usable = methods.stream().filter(ContactMethod::enabled).toList();
        var planned = rules.stream()
                .filter(rule -> rule.isFor(urgency))
                .flatMap(rule -> usable.stream()
                        .filter(method -> method.id().equals(rule.contactMethod()))
                        .map(method -> new Planned(method, rule.delay())))
                .distinct()
                .sorted(ORDER)
                .toList();
        return planned.isEmpty()
                ? usable.stream()
                        .map(method -> new Planned(method, usual(method.type())))
                        .sorted(ORDER)
                        .toList()
                : planned;
    }
}
