package dev.belfry.oncall.identity.outcome;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;

/** Turns the database's own refusals (a name taken, a row still referred to) into outcomes; the transaction is rolled back by then. */
public final class ConstraintStore {
    private static final String UNIQUE = "23505";
    private static final String FOREIGN_KEY = "23503";

    private ConstraintStore() {}

    /** @param taken what to say when the name or address belongs to another */
    public static <T> Future<Answer<T>> taken(Throwable failure, String taken) {
        return refused(failure, UNIQUE)
                ? Future.succeededFuture(new Answer.Conflict<>(taken))
                : Future.failedFuture(failure);
    }

    /** Names the table that still refers to the row. */
    public static <T> Future<Answer<T>> inUse(Throwable failure, String what) {
        if (!refused(failure, FOREIGN_KEY)) {
            return Future.failedFuture(failure);
        }
        return Future.succeededFuture(
                new Answer.Conflict<>(what + " is still named by " + user(((PgException) failure).getTable())));
    }

    /** What the row names is not there. */
    public static <T> Future<Answer<T>> unknown(Throwable failure, Answer.Bad bad) {
        return refused(failure, FOREIGN_KEY)
                ? Future.succeededFuture(new Answer.Invalid<>(List.of(bad)))
                : Future.failedFuture(failure);
    }

    private static boolean refused(Throwable failure, String state) {
        return failure instanceof PgException pg && state.equals(pg.getSqlState());
    }

    private static String user(String table) {
        return switch (table) {
            case "team_member" -> "a team";
            case "token" -> "an API token";
            case "schedule_person" -> "a schedule";
            case "swap" -> "a swap";
            case "cover_request" -> "a cover request";
            case "temporary_shift" -> "a temporary schedule";
            case "schedule_override" -> "an override";
            case "schedule" -> "a schedule";
            case "escalation_policy" -> "an escalation policy";
            case "escalation_policy_target" -> "an escalation policy";
            case "escalation" -> "a running escalation";
            default -> "something else";
        };
    }
}
