package dev.belfry.platform.patience;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/** Why something failed, as far as that decides what to do next. */
public enum Cause {
    /** The database or the broker does not answer; the same work will succeed when it does. */
    AWAY,
    /** It answered that the work took too long, or waited too long for a lock: less work at once may succeed. */
    SLOW,
    /** The same input will fail again: bad data or a bug. */
    CERTAIN,
    /** Nobody knows; it may pass. */
    UNKNOWN;

    /**
     * Reads PostgreSQL's SQLSTATE (appendix A of its manual) and the exceptions of Kafka, Vert.x and Java. SLOW are 57014
     * (statement timeout) and 55P03 (lock timeout); AWAY are the classes 08, 40, 53, 57 and 58, and 25006 (read only).
     */
    public static Cause of(Throwable failure) {
        return switch (failure) {
            case PgException pg -> of(String.valueOf(pg.getSqlState()));
            case ClosedConnectionException closed -> AWAY;
            case IOException lost -> AWAY;
            case TimeoutException late -> AWAY;
            case RetriableException passing -> AWAY;
            case ApiException refused -> CERTAIN;
            case KafkaException other -> UNKNOWN;
            case VertxException vertx -> String.valueOf(vertx.getMessage()).startsWith("Connection") ? AWAY : UNKNOWN;
            case IllegalArgumentException bad -> CERTAIN;
            case NullPointerException bug -> CERTAIN;
            case ClassCastException bug -> CERTAIN;
            case IndexOutOfBoundsException bug -> CERTAIN;
            case ArithmeticException bug -> CERTAIN;
            case UnsupportedOperationException bug -> CERTAIN;
            case NoSuchElementException bug -> CERTAIN;
            case DateTimeException bad -> CERTAIN;
            default -> UNKNOWN;
        };
    }

    private static Cause of(String state) {
        if (state.equals("57014") || state.equals("55P03")) {
            return SLOW;
        }
        if (state.equals("25006") || state.matches("(08|40|53|57|58).{3}")) {
            return AWAY;
        }
        return state.startsWith("XX") || state.equals("null") ? UNKNOWN : CERTAIN;
    }
}
