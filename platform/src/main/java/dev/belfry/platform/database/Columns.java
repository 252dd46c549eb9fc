package dev.belfry.platform.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the times of PostgreSQL and those of Java, and columns of a list of records as arrays for {@code unnest}. */
public final class Columns {
    private Columns() {}

    /** A {@code timestamptz} that is never null. */
    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static @Nullable Instant optionalInstant(Row row, String column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    public static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime optionalUtc(@Nullable Instant at) {
        return at == null ? null : utc(at);
    }

    /** One member of each record, for {@code unnest($n::text[])}. */
    public static <T> String[] texts(Collection<T> records, Function<? super T, @Nullable String> member) {
        return records.stream().map(member).toArray(String[]::new);
    }

    public static <T> UUID[] uuids(Collection<T> records, Function<? super T, @Nullable UUID> member) {
        return records.stream().map(member).toArray(UUID[]::new);
    }

    public static <T> Integer[] integers(Collection<T> records, Function<? super T, @Nullable Integer> member) {
        return records.stream().map(member).toArray(Integer[]::new);
    }

    public static <T> Long[] longs(Collection<T> records, Function<? super T, @Nullable Long> member) {
        return records.stream().map(member).toArray(Long[]::new);
    }

    public static <T> Boolean[] booleans(Collection<T> records, Function<? super T, @Nullable Boolean> member) {
        return records.stream().map(member).toArray(Boolean[]::new);
    }

    public static <T> OffsetDateTime[] times(Collection<T> records, Function<? super T, @Nullable Instant> member) {
        return records.stream().map(member).map(Columns::optionalUtc).toArray(OffsetDateTime[]::new);
    }

    /** Arguments of one statement that are all UUIDs, as one array. */
    public static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }
}
