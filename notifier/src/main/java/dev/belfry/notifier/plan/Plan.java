package dev.belfry.notifier.plan;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.PageNotice;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.Rules;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Decides by which contact methods, and when, somebody is to learn of a page or a notice. */
final class Plan {
    private static final String NOBODY = "none";

    private Plan() {}

    /**
     * All deliveries of one page; one that says why when there is nothing to try.
     *
     * @param hold how long one that would go out after so long is held, since the person wants quiet then
     */
    static List<Planned> page(
            Page page,
            List<NotificationRule> rules,
            List<ContactMethod> methods,
            UnaryOperator<Duration> hold,
            @Nullable Guard guard) {
        var matter = new Matter.OfPage(page);
        var refusal = guard == null ? null : guard.refusal(page);
        var plan = Rules.plan(rules, methods, PageNotice.urgency(page));
        if (plan.isEmpty()) {
            return List.of(
                    refusal == null
                            ? nobody(matter, DeliveryStatus.UNDELIVERABLE, none(methods))
                            : nobody(matter, DeliveryStatus.CANCELLED, refusal));
        }
        return plan.stream()
                .map(one -> new Planned(
                        Ids.derived("delivery", page.id(), one.method().id(), one.delay()),
                        matter,
                        one.method(),
                        one.delay().plus(hold.apply(one.delay())),
                        refusal == null ? DeliveryStatus.PENDING : DeliveryStatus.CANCELLED,
                        refusal))
                .toList();
    }

    /**
     * A notice goes by mail where there is a mail address, else by the first other way; one that is confidential goes to a
     * verified mail address or nowhere.
     */
    static Planned notice(Matter.OfNotice matter, List<ContactMethod> methods) {
        boolean confidential = Boolean.TRUE.equals(matter.notice().confidential());
        return methods.stream()
                .filter(ContactMethod::enabled)
                .filter(method -> !confidential || (method.type() == Channel.EMAIL && method.verifiedAt() != null))
                .min(Comparator.comparing(method -> method.type() != Channel.EMAIL))
                .map(method -> new Planned(
                        Ids.derived("notice-delivery", matter.id()),
                        matter,
                        method,
                        Duration.ZERO,
                        DeliveryStatus.PENDING,
                        null))
                .orElseGet(() -> nobody(
                        matter,
                        DeliveryStatus.UNDELIVERABLE,
                        confidential ? "has no verified e-mail address" : none(methods)));
    }

    private static String none(List<ContactMethod> methods) {
        return methods.isEmpty() ? "has no contact method" : "has no contact method that is in use";
    }

    private static Planned nobody(Matter matter, DeliveryStatus status, String why) {
        return new Planned(Ids.derived("delivery", matter.id(), NOBODY), matter, null, Duration.ZERO, status, why);
    }
}
