package dev.belfry.contracts.alert;

/** What a sender may ask to be done to an alert it names. */
public enum AlertVerb {
    ACKNOWLEDGE,
    UNACKNOWLEDGE,
    CLOSE,
    DELETE,
    /** {@code until} says how long. */
    SNOOZE,
    /** {@code text} names the escalation policy. */
    ESCALATE,
    /** {@code text} names the person. */
    ASSIGN,
    /** {@code text} names the team. */
    ADD_TEAM,
    /** {@code text} names the person, team, schedule or escalation policy, and {@code type} of {@code details} which. */
    ADD_RESPONDER,
    /** {@code note} is the text. */
    ADD_NOTE,
    /** {@code items} are the tags. */
    ADD_TAGS,
    REMOVE_TAGS,
    /** {@code details} are the new or changed ones. */
    ADD_DETAILS,
    /** {@code items} are the names of the details. */
    REMOVE_DETAILS,
    /** {@code text} is the new one, {@code P1} to {@code P5}. */
    CHANGE_PRIORITY,
    CHANGE_MESSAGE,
    CHANGE_DESCRIPTION,
    /** {@code text} names the sender's own action, which only the timeline tells of. */
    RUN_ACTION
}
