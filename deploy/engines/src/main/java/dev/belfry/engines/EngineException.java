package dev.belfry.engines;

import java.io.Serial;

/** An engine that did not do what it was asked to; the message tells what, why as far as known, and where the log is. */
public final class EngineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
