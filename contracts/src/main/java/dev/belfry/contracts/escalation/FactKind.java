package dev.belfry.contracts.escalation;

/** What an escalation did. */
public enum FactKind {
    /** It began to climb its policy. */
    BEGUN,
    /** It goes on from the given step, by the policy as it is now. */
    BEGUN_ANEW,
    /** Somebody did not want to wait for the next step. */
    HURRIED,
    /** The step had its time, and nobody has acknowledged. */
    STEP_DUE,
    /** These are paged. */
    ASKED,
    /** The step was passed over. */
    SKIPPED,
    /** No step has anybody, and nobody stands in for them. */
    NOBODY_LEFT,
    /** The next step is not taken before a time. */
    WAITING,
    /** The next step is not taken before the pages of this one have left. */
    PUT_OFF,
    /** Pages that had not left yet are not sent any more. */
    WITHDRAWN,
    /** Nobody of the step has been reached. */
    UNREACHABLE,
    /** One of a step that asks everyone, or somebody who was called in while another has the incident, has acknowledged. */
    ACKNOWLEDGED,
    /** Somebody's wish to page others could not be carried out. */
    REFUSED,
    /** Nothing more happens by itself. */
    EXHAUSTED,
    /** Somebody has the incident, or it is over. */
    ENDED
}
