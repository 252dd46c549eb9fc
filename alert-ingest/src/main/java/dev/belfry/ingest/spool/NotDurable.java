package dev.belfry.ingest.spool;

import java.io.IOException;

/** A request that could not be kept: its sender is told to come back. */
public final class NotDurable extends IOException {
    public NotDurable(String message) {
        super(message);
    }
}
