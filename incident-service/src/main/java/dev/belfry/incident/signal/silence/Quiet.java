package dev.belfry.incident.signal.silence;

import java.util.Map;
import java.util.UUID;

/** What keeps alerts that begin under it from paging: a silence, or planned maintenance. */
public interface Quiet {
    UUID id();

    /** Whether it is meant for an alert of that service with these labels, while it is active. */
    boolean silences(UUID serviceId, Map<String, String> labels);
}
