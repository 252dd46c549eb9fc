package dev.belfry.contracts.escalation;

/** Why an escalation did something, where that does not follow from what it did. */
public enum FactReason {
    /** Skipped: nobody is behind its targets. */
    NOBODY_ON_CALL,
    /** Skipped: nobody comes on call within the time it waits. */
    NOBODY_IN_TIME,
    /** Skipped: it is for incidents of another severity. */
    OTHER_SEVERITY,
    /** Skipped: it is for incidents of another urgency. */
    OTHER_URGENCY,
    /** Skipped: it is for other hours. */
    OTHER_HOURS,
    /** Waiting for somebody to come on call. */
    NOBODY_YET,
    /** Waiting: the policy has begun anew as often as it may within a day. */
    DAILY_LIMIT,
    /** Exhausted: every step was asked and nobody answered. */
    NO_ANSWER,
    /** Exhausted: the policy does not escalate incidents of low urgency. */
    LOW_URGENCY,
    /** Begun anew because somebody asked for it. */
    ASKED_FOR,
    /** Begun anew because the incident has become urgent. */
    BECAME_URGENT,
    /** Begun anew because it had stopped though nobody has the incident. */
    WRONGLY_STOPPED,
    /** Refused: the name is nobody's, or more than one's. */
    NAME_UNKNOWN,
    /** Refused: nobody who is active is behind it. */
    NOBODY_ACTIVE,
    /** Refused: the escalation had ended. */
    HAD_ENDED,
    /** Unreachable: no contact method takes the page. */
    UNDELIVERABLE,
    /** Unreachable so far: the page is still being tried. */
    STILL_TRYING,
    /** Put off: its pages wait to be taken by those who send them. */
    PAGES_WAIT,
    /** Ended or withdrawn: somebody has acknowledged. */
    ACKNOWLEDGED,
    /** Ended or withdrawn: the incident is snoozed. */
    SNOOZED,
    /** Ended or withdrawn: the incident is resolved. */
    RESOLVED,
    /** Ended or withdrawn: the incident was triggered again, and another escalation is for that. */
    NEXT_CYCLE
}
