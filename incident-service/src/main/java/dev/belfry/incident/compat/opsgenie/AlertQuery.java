package dev.belfry.incident.compat.opsgenie;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts are asked for: a query of Opsgenie's language, understood. */
sealed interface AlertQuery {

    /** All of them. */
    record Every() implements AlertQuery {}

    record And(List<AlertQuery> all) implements AlertQuery {}

    record Or(List<AlertQuery> any) implements AlertQuery {}

    record Not(AlertQuery what) implements AlertQuery {}

    /** A field whose text is like this, whatever the case; {@code *} stands for anything. */
    record Like(Field field, String pattern) implements AlertQuery {}

    /** A detail of this name with this text. */
    record Pair(String key, String value) implements AlertQuery {}

    /** A field that holds, or does not. */
    record Flag(Field field, boolean holds) implements AlertQuery {}

    /** A number that is at least and at most this; null is no bound. */
    record Amount(
            Field field, @Nullable Long least, @Nullable Long most) implements AlertQuery {}

    /** A time from this on and before that; null is no bound. */
    record Time(
            Field field, @Nullable Instant from, @Nullable Instant before) implements AlertQuery {}

    /** A word anywhere in the alert's own words. */
    record Words(String pattern) implements AlertQuery {}

    /** What kind of value a field has. */
    enum Kind {
        TEXT,
        FLAG,
        NUMBER,
        TIME,
        STATUS
    }

    /** The fields of the language, by their names in it. */
    enum Field {
        CREATED_AT("createdAt", Kind.TIME),
        UPDATED_AT("updatedAt", Kind.TIME),
        LAST_OCCURRED_AT("lastOccurredAt", Kind.TIME),
        SNOOZED_UNTIL("snoozedUntil", Kind.TIME),
        ALERT_ID("alertId", Kind.TEXT),
        TINY_ID("tinyId", Kind.NUMBER),
        ALIAS("alias", Kind.TEXT),
        COUNT("count", Kind.NUMBER),
        MESSAGE("message", Kind.TEXT),
        DESCRIPTION("description", Kind.TEXT),
        SOURCE("source", Kind.TEXT),
        ENTITY("entity", Kind.TEXT),
        STATUS("status", Kind.STATUS),
        OWNER("owner", Kind.TEXT),
        ACKNOWLEDGED_BY("acknowledgedBy", Kind.TEXT),
        CLOSED_BY("closedBy", Kind.TEXT),
        RECIPIENTS("recipients", Kind.TEXT),
        IS_SEEN("isSeen", Kind.FLAG),
        ACKNOWLEDGED("acknowledged", Kind.FLAG),
        SNOOZED("snoozed", Kind.FLAG),
        TEAMS("teams", Kind.TEXT),
        RESPONDERS("responders", Kind.TEXT),
        INTEGRATION_NAME("integration.name", Kind.TEXT),
        INTEGRATION_TYPE("integration.type", Kind.TEXT),
        TAG("tag", Kind.TEXT),
        ACTIONS("actions", Kind.TEXT),
        DETAILS_KEY("details.key", Kind.TEXT),
        DETAILS_VALUE("details.value", Kind.TEXT),
        PRIORITY("priority", Kind.TEXT);

        final String word;
        final Kind kind;

        Field(String word, Kind kind) {
            this.word = word;
            this.kind = kind;
        }

        /** The field of that name, whatever its case; null when there is none. */
        static @Nullable Field named(String word) {
            for (var field : values()) {
                if (field.word.equalsIgnoreCase(word) || (field == TAG && word.equalsIgnoreCase("tags"))) {
                    return field;
                }
            }
            return null;
        }
    }
}
