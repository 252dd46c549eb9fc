package dev.belfry.ingest.email;

import dev.belfry.contracts.alert.AlertSignal;

/** What becomes of a mail. */
sealed interface MailVerdict {
    record Told(AlertSignal alert) implements MailVerdict {}

    /** It is taken, and nothing becomes of it. */
    record Dropped(Reason reason) implements MailVerdict {}

    /** Why nothing becomes of a mail. */
    enum Reason {
        /** It came back, or tells of one that did: it has no sender (RFC 5321, 4.5.5). */
        BOUNCE,
        /** A machine wrote it, and to answer it could go on for ever. */
        AUTOMATIC,
        /** A rule says so. */
        IGNORED
    }
}
