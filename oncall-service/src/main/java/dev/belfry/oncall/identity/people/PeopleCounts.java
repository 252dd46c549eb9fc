package dev.belfry.oncall.identity.people;

/**
 * How many people and teams there are.
 *
 * @param unreached of the active ones, how many cannot be paged
 */
public record PeopleCounts(long active, long inactive, long teams, long unreached) {}
