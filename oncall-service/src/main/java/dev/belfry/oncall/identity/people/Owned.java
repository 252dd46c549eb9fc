package dev.belfry.oncall.identity.people;

/** A thing that a team owns: what kind it is, its name, and its page. */
public record Owned(String kind, String name, String href) {}
