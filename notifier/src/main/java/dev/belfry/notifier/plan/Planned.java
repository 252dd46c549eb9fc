package dev.belfry.notifier.plan;

import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.delivery.LaneName;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Priority;
import dev.belfry.notifier.delivery.Sending;
import java.time.Duration;
import java.time.Instant;
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
        Matter matter,
        @Nullable ContactMethod method,
        Duration delay,
        DeliveryStatus status,
        @Nullable String detail) {

    boolean isDueNow() {
        return status == DeliveryStatus.PENDING && delay.isZero();
    }

    /** The same, held back until the digest of those seconds goes out. */
    Planned gathered(Duration calm) {
        return new Planned(id, matter, method, calm, status, detail);
    }

    String channel() {
        return method == null ? "none" : method.type().word();
    }

    String lane() {
        return method == null ? "none" : LaneName.of(method.type(), matter).word();
    }

    String label() {
        return method == null ? "" : method.publicLabel();
    }

    Priority priority() {
        return Priority.of(matter);
    }

    /** The first attempt, under way. */
    Sending begun(ContactMethod by, Instant deadline) {
        return new Sending(id, matter, by.id(), channel(), label(), by.destination(), 1, 0, Duration.ZERO, deadline);
    }
}
