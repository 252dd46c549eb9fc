package dev.belfry.ingest.source;

import dev.belfry.contracts.alert.AlertSignal;
import java.util.List;
import java.util.UUID;

/** One sender's format: how its bodies are read, and how it wants to be answered. Pure. */
public interface Source {
    /** The word for it in events, metrics and addresses: {@code alertmanager}. */
    String format();

    /**
     * Reads a body.
     *
     * @param pathKey the routing key of the address; empty for a format that carries it in the body
     */
    Normalised read(byte[] body, String pathKey, Minting minting);

    /** The answer once the alerts are durable. */
    Answer accepted(UUID requestId, List<AlertSignal> alerts);

    Answer refused(Refusal refusal);
}
