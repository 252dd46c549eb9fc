package dev.belfry.oncall.escalation;

/** A step that was passed over, and why. */
public record Skipped(Position position, String why) {}
