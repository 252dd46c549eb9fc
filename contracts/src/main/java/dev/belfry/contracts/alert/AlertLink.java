package dev.belfry.contracts.alert;

import org.jspecify.annotations.Nullable;

/** A link the sender attached: a dashboard, a graph, a runbook. */
public record AlertLink(String href, @Nullable String text) {}
