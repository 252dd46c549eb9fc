package dev.belfry.oncall.paging.escalation;

/** What became of a page, where it is not simply on its way or there. */
public enum PageOutcome {
    /** Nothing has arrived so far; it is still being tried. */
    DEFERRED,
    /** No contact method of the person takes it. */
    UNDELIVERABLE,
    /** It had not left when the escalation ended, and is not sent any more. */
    WITHDRAWN
}
