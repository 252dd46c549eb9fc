package dev.belfry.oncall.identity.outcome;

/**
 * A sort of thing that the API has, so that an id that leads nowhere is answered with where to look.
 *
 * @param word as people call it
 * @param list the path that lists those there are
 */
public record Thing(String word, String list) {}
