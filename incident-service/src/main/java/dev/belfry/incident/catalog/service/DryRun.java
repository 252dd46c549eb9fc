package dev.belfry.incident.catalog.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.platform.http.Problem;
import java.util.List;

/** What alert-ingest says a payload would become; nothing is kept of it. */
public sealed interface DryRun {

    /**
     * It can be read.
     *
     * @param answer {@code alerts} and {@code notes}, as alert-ingest said it
     */
    record Shown(JsonNode answer) implements DryRun {}

    /** The mapping, or the payload, cannot be read. */
    record Refused(List<Problem.Field> errors) implements DryRun {}

    /** alert-ingest does not answer, or does not know the integration yet. */
    record Unavailable(String reason) implements DryRun {}
}
