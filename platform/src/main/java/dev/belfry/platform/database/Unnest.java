package dev.belfry.platform.database;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Records as the rows of one statement: the name, the type and the value of each column stand in one line, so that no
 * array is bound by counting.
 *
 * <pre>
 *   new Unnest&lt;Pet&gt;().uuid("id", Pet::id).text("name", Pet::name)
 *     .as("p")            ─▶  unnest($1::uuid[], $2::text[]) as p (id, name)
 *     .arguments(pets)    ─▶  two arrays, in the same order
 * </pre>
 *
 * Its methods add a column and answer the same object; it is made once, as a constant.
 */
public final class Unnest<T> {
    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String name, String type, BiConsumer<Tuple, Collection<? extends T>> bind) {}

    public Unnest<T> uuid(String name, Function<? super T, @Nullable UUID> member) {
        return add(name, "uuid", (into, rows) -> into.addArrayOfUUID(Columns.uuids(rows, member)));
    }

    public Unnest<T> text(String name, Function<? super T, @Nullable String> member) {
        return add(name, "text", (into, rows) -> into.addArrayOfString(Columns.texts(rows, member)));
    }

    public Unnest<T> integer(String name, Function<? super T, @Nullable Integer> member) {
        return add(name, "int", (into, rows) -> into.addArrayOfInteger(Columns.integers(rows, member)));
    }

    public Unnest<T> bigint(String name, Function<? super T, @Nullable Long> member) {
        return add(name, "bigint", (into, rows) -> into.addArrayOfLong(Columns.longs(rows, member)));
    }

    public Unnest<T> time(String name, Function<? super T, @Nullable Instant> member) {
        return add(name, "timestamptz", (into, rows) -> into.addArrayOfOffsetDateTime(Columns.times(rows, member)));
    }

    /** The same columns after these. */
    public Unnest<T> and(Unnest<T> more) {
        columns.addAll(more.columns);
        return this;
    }

    private Unnest<T> add(String name, String type, BiConsumer<Tuple, Collection<? extends T>> bind) {
        columns.add(new Column<>(name, type, bind));
        return this;
    }

    /** What stands after {@code from}; its parameters are the first of the statement. */
    public String as(String alias) {
        var arrays = IntStream.range(0, columns.size())
                .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).type() + "[]")
                .collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") as " + alias + " (" + names() + ")";
    }

    /** The names of the columns, separated by commas. */
    public String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    public Tuple arguments(Collection<? extends T> rows) {
        var arguments = Tuple.tuple();
        columns.forEach(column -> column.bind().accept(arguments, rows));
        return arguments;
    }
}
