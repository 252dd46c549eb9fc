package dev.belfry.status.publication;

import java.time.Instant;

/** One update of anything, as it stands on a page. */
public record Said(String stage, Instant at, boolean edited, String body) {}
