package dev.belfry.ingest.source;

import java.util.List;

/** Why a request is not taken, before it is put into the format's own words. */
public sealed interface Refusal {
    /** The body is not JSON, or not what the format calls an event at all. */
    record Unreadable(String detail) implements Refusal {}

    /** The body can be read, and these parts of it are not valid. */
    record Invalid(List<Fault> faults) implements Refusal {}

    record UnknownKey() implements Refusal {}

    /** It is signed, and not by whom it says it is from. */
    record Forged(String detail) implements Refusal {}

    /** A media type the format does not have. */
    record Unsupported(String detail) implements Refusal {}

    record TooLarge(int maxBytes) implements Refusal {}

    /** The body did not come in time. */
    record TooSlow() implements Refusal {}

    /** The broker does not answer, or too much waits for it already. */
    record Busy() implements Refusal {}

    /**
     * One bad field.
     *
     * @param pointer a JSON pointer into the body
     * @param words in the format's own words, where it has some
     */
    record Fault(String pointer, String words) {}
}
