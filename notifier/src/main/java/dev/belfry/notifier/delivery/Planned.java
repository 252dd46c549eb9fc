package dev.belfry.notifier.delivery;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.Rules;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it begins.
 *
 * @param method null when the person has none that is in use
 * @param status PENDING, CANCELLED or UNDELIVERABLE
 */
record Planned(
        UUID id,
        Page page,
        @Nullable ContactMethod method,
        Duration delay,
        DeliveryStatus status,
        @Nullable String detail) {
    static final String NOBODY = "none";

    /** All deliveries of one page; one that says why when there is nothing to try. */
    static List<Planned> of(
            Page page, List<NotificationRule> rules, List<ContactMethod> methods, @Nullable Guard guard) {
        var refusal = guard == null ? null : guard.refusal(page.cycle());
        var plan = Rules.plan(rules, methods);
        if (plan.isEmpty()) {
            var why = methods.isEmpty() ? "has no contact method" : "has no contact method that is in use";
            var status = refusal == null ? DeliveryStatus.UNDELIVERABLE : DeliveryStatus.CANCELLED;
            return List.of(new Planned(
                    Ids.derived("delivery", page.id(), NOBODY),
                    page,
                    null,
                    Duration.ZERO,
                    status,
                    refusal == null ? why : refusal));
        }
        return plan.stream()
                .map(one -> new Planned(
                        Ids.derived("delivery", page.id(), one.method().id(), one.delay()),
                        page,
                        one.method(),
                        one.delay(),
                        refusal == null ? DeliveryStatus.PENDING : DeliveryStatus.CANCELLED,
                        refusal))
                .toList();
    }

    boolean isDueNow() {
        return status == DeliveryStatus.PENDING && delay.isZero();
    }

    String channel() {
        return method == null ? NOBODY : method.type().word();
    }

    String label() {
        return method == null ? "" : method.publicLabel();
    }

    Sending sending(Instant now) {
        return new Sending(
                id,
                page,
                method == null ? null : method.id(),
                channel(),
                label(),
                method == null ? null : method.destination(),
                0,
                false,
                Duration.ZERO,
                deadline(now));
    }

    Instant deadline(Instant now) {
        return now.plus(delay).plus(Attempts.PATIENCE);
    }
}
