package dev.belfry.oncall.paging.escalation;

/** Where an escalation stands: the step (from 1) and how often the policy has been begun again (from 0). */
public record Position(int step, int repeat) {
    /** Before the first step. */
    static final Position START = new Position(0, 0);
}
