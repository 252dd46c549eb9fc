package dev.belfry.contracts.delivery;

/** What became of a page on one channel, or of the page as a whole. */
public enum DeliveryState {
    SENT,
    FAILED,
    CANCELLED,
    /** No contact method of this person can take the page. */
    UNDELIVERABLE
}
