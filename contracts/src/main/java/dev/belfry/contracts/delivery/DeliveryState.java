package dev.belfry.contracts.delivery;

/** What became of a page on one channel, or of the page as a whole. */
public enum DeliveryState {
    SENT,
    FAILED,
    CANCELLED,
    /** The page as a whole: nothing has arrived so far. It is tried on until its time is over. */
    DEFERRED,
    /** No contact method of this person can take the page. */
    UNDELIVERABLE
}
