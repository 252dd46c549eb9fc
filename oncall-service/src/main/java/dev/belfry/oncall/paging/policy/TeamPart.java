package dev.belfry.oncall.paging.policy;

/** Who of a team is meant. */
public enum TeamPart {
    /** Who is on call on the schedules that the team owns. */
    ONCALL,
    MANAGERS,
    MEMBERS
}
