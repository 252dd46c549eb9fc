package dev.belfry.oncall.handoff;

/** A note as somebody writes it. */
public record NoteDraft(String text) {}
