package dev.belfry.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** What an expression came to. */
public sealed interface Value {
    record Present(JsonNode json) implements Value {}

    /** It says that there is nothing: null, or an empty optional. */
    record Nothing() implements Value {}

    /** It has no value for this body; that is no reason to refuse the body. */
    record Failed(String reason) implements Value {}
}
