package dev.belfry.ingest.sns;

/** Whether an envelope is Amazon's, and what became of the subscription it may ask for. */
public sealed interface SnsVerdict {
    record Genuine() implements SnsVerdict {}

    record Forged(String detail) implements SnsVerdict {}

    /** Amazon could not be reached, so nobody knows; the routing key in the address still vouches for the sender. */
    record Unchecked(String detail) implements SnsVerdict {}

    /** Amazon asks for a subscription to be confirmed, and could not be told so: it will ask again. */
    record Unconfirmed(String detail) implements SnsVerdict {}
}
