package dev.belfry.oncall.rota.handoff;

/** A note as somebody writes it. */
public record NoteDraft(String text) {}
