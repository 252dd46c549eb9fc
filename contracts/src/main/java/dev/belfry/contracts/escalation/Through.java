package dev.belfry.contracts.escalation;

/** By what somebody came to be asked. */
public enum Through {
    /** Named in the step. */
    NAMED,
    /** A channel or webhook named in the step. */
    PLACE,
    SCHEDULE,
    /** On call on a schedule of the team. */
    TEAM_ON_CALL,
    TEAM_MANAGERS,
    TEAM_MEMBERS,
    /** The catch-all of the policy. */
    CATCH_ALL,
    /** The managers of the policy's team stand in as the catch-all. */
    CATCH_ALL_MANAGERS,
    /** The installation's administrator: nobody else could be asked. */
    CATCH_ALL_ADMINISTRATOR,
    /** Somebody asked for them. */
    REQUEST
}
