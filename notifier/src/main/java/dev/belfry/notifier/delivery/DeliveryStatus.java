package dev.belfry.notifier.delivery;

import java.util.Locale;

/**
 * Where a delivery stands.
 *
 * <pre>
 *   PENDING ──▶ SENDING ──▶ SENT
 *      │          │ ▲ └───▶ FAILED
 *      │          ▼ │
 *      │      DEFERRED      a failure that may pass: it is tried again
 *      └──────────┴───────▶ CANCELLED        UNDELIVERABLE: there was nothing to try
 * </pre>
 */
public enum DeliveryStatus {
    PENDING,
    SENDING,
    DEFERRED,
    SENT,
    FAILED,
    CANCELLED,
    UNDELIVERABLE;

    /** As it is written in the table and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
