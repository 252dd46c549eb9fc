package dev.belfry.oncall.paging.escalation;

/** A step that was passed over, and why. */
public record Skipped(Position position, String why) {}
