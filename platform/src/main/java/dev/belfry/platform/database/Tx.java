package dev.belfry.platform.database;

import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One transaction: state changes, outgoing messages and timers that commit together or not at all.
 *
 * <p>Messages and timers are collected and written in one statement each just before the commit.
 */
public final class Tx {
    static final String PUT_MESSAGES = """
            insert into outbox (id, topic, key, type, subject, occurred_at, data)
            select id, topic, key, type, subject, $7, data
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[])
                with ordinality as m (id, topic, key, type, subject, data, position)
            order by position""";
    static final String ARM_TIMERS = """
            insert into timer (id, due_at, kind, ref, cycle, step, repeat)
            select id, clock_timestamp() + delay_ms * interval '1 millisecond', kind, ref, cycle, step, repeat
            from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::int[], $6::int[], $7::int[])
                as t (id, delay_ms, kind, ref, cycle, step, repeat)
            on conflict (id) do nothing""";
    /** What neither Kafka nor, past it, a reader has taken. */
    private static final String UNTAKEN = "set_aside_at is null and handed_over = '{}' and topic = $1";

    static final String WAITING =
            "select distinct subject from outbox where " + UNTAKEN + " and subject = any($2) and occurred_at < $3";
    /** What is locked is on its way already. */
    static final String WITHDRAW = "delete from outbox where seq in (select seq from outbox where " + UNTAKEN
            + " and subject = $2 for update skip locked) returning id";

    static final String DISARM = "delete from timer where ref = $1 and kind = $2";

    private final SqlConnection sql;
    private final List<Message> messages = new ArrayList<>();
    private final List<TimerOrder> timers = new ArrayList<>();

    Tx(SqlConnection sql) {
        this.sql = sql;
    }

    public SqlConnection sql() {
        return sql;
    }

    /** Completes when this transaction has committed; fails when it is rolled back. */
    public Future<Void> committed() {
        return Objects.requireNonNull(sql.transaction()).completion();
    }

    /**
     * Takes a step for each item: in order for items of one key, side by side for different keys. The statements of
     * different keys travel together (the connection pipelines them), so a batch costs the round trips of its longest key.
     */
    public static <T, K> Future<Void> each(
            Collection<T> items, Function<? super T, ? extends K> key, Function<? super T, Future<Void>> step) {
        var chains = new LinkedHashMap<K, Future<Void>>();
        for (var item : items) {
            chains.compute(
                    key.apply(item),
                    (same, before) -> before == null ? guarded(step, item) : before.compose(done -> step.apply(item)));
        }
        return Future.join(List.copyOf(chains.values())).mapEmpty();
    }

    /** What is thrown must wait for the other keys like what fails: nothing may run on after the rollback. */
    private static <T> Future<Void> guarded(Function<? super T, Future<Void>> step, T item) {
        try {
            return step.apply(item);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    public Future<RowSet<Row>> query(String statement, Tuple arguments) {
        return sql.preparedQuery(statement).execute(arguments);
    }

    public void emit(Message message) {
        messages.add(message);
    }

    /** Those of the subjects about which a message of the topic from before then has not been taken by anybody. */
    public Future<Set<String>> waiting(String topic, Collection<String> subjects, Instant before) {
        var waiting = new HashSet<String>();
        return query(WAITING, Tuple.of(topic, subjects.toArray(String[]::new), Columns.utc(before)))
                .onSuccess(found -> found.forEach(row -> waiting.add(row.getString("subject"))))
                .map(waiting);
    }

    /** Takes back the messages about the subject that nobody has taken, and answers their ids. */
    public Future<Set<UUID>> withdraw(String topic, String subject) {
        var withdrawn = new HashSet<UUID>();
        messages.removeIf(message ->
                message.topic().equals(topic) && message.subject().equals(subject) && withdrawn.add(message.id()));
        return query(WITHDRAW, Tuple.of(topic, subject))
                .onSuccess(rows -> rows.forEach(row -> withdrawn.add(row.getUUID("id"))))
                .map(withdrawn);
    }

    public void arm(TimerOrder timer) {
        timers.add(timer);
    }

    /** Forgets the timers of that kind that wait for {@code ref}. */
    public Future<Void> disarm(String kind, UUID ref) {
        timers.removeIf(timer -> timer.kind().equals(kind) && timer.ref().equals(ref));
        return query(DISARM, Tuple.of(ref, kind)).mapEmpty();
    }

    /** The topics of the messages. */
    Set<String> topics() {
        return messages.stream().map(Message::topic).collect(Collectors.toSet());
    }

    /** How soon the first timer of each kind is due. */
    Map<String, Duration> waits() {
        return timers.stream()
                .collect(Collectors.toMap(
                        TimerOrder::kind, TimerOrder::delay, (one, other) -> one.compareTo(other) <= 0 ? one : other));
    }

    Future<Void> flush(OffsetDateTime now) {
        return flushMessages(now).compose(done -> flushTimers());
    }

    private Future<Void> flushMessages(OffsetDateTime now) {
        if (messages.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(messages.stream().map(Message::id).toArray(UUID[]::new))
                .addArrayOfString(messages.stream().map(Message::topic).toArray(String[]::new))
                .addArrayOfString(messages.stream().map(Message::key).toArray(String[]::new))
                .addArrayOfString(messages.stream().map(Message::type).toArray(String[]::new))
                .addArrayOfString(messages.stream().map(Message::subject).toArray(String[]::new))
                .addArrayOfBuffer(messages.stream().map(Tx::data).toArray(Buffer[]::new))
                .addOffsetDateTime(now.withOffsetSameInstant(ZoneOffset.UTC));
        return query(PUT_MESSAGES, arguments).mapEmpty();
    }

    @SuppressWarnings("NullAway") // the element of a tombstone is an SQL null
    private static Buffer data(Message message) {
        return message.data() == null ? null : Buffer.buffer(Json.bytes(message.data()));
    }

    private Future<Void> flushTimers() {
        if (timers.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(timers.stream().map(TimerOrder::id).toArray(UUID[]::new))
                .addArrayOfLong(timers.stream().map(t -> t.delay().toMillis()).toArray(Long[]::new))
                .addArrayOfString(timers.stream().map(TimerOrder::kind).toArray(String[]::new))
                .addArrayOfUUID(timers.stream().map(TimerOrder::ref).toArray(UUID[]::new))
                .addArrayOfInteger(timers.stream().map(TimerOrder::cycle).toArray(Integer[]::new))
                .addArrayOfInteger(timers.stream().map(TimerOrder::step).toArray(Integer[]::new))
                .addArrayOfInteger(timers.stream().map(TimerOrder::repeat).toArray(Integer[]::new));
        return query(ARM_TIMERS, arguments).mapEmpty();
    }
}
