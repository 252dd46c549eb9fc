package dev.belfry.notifier.delivery;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery} and {@code attempt}: what a transaction writes. What is due is decided by the database. */
final class DeliveryStore {
    static final String ADD = """
            insert into delivery (id, page_id, incident_id, cycle, user_id, channel, contact_method, label, status, tries,
                due_at, deadline, detail, created_at)
            select id, page_id, incident_id, cycle, user_id, channel, nullif(method, '')::uuid, label, status, tries,
                clock_timestamp() + due_ms * interval '1 millisecond', deadline, nullif(detail, ''), $14
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::int[], $11::bigint[], $12::timestamptz[], $13::text[])
                as d (id, page_id, incident_id, cycle, user_id, channel, method, label, status, tries, due_ms, deadline,
                    detail)
            on conflict (id) do nothing""";
    static final String CLAIM = """
            select d.id, d.channel, d.contact_method, d.label, d.tries, d.wait_ms, d.deadline, p.data,
                m.address, m.secret, m.disabled,
                exists (select from attempt a where a.delivery_id = d.id and a.outcome is null) as open
            from delivery d join page p on p.id = d.page_id left join contact_method m on m.id = d.contact_method
            where d.status in ('pending', 'sending', 'retry_wait') and d.due_at <= clock_timestamp()
                and d.id <> all ($2)
            order by d.due_at limit $1
            for update of d skip locked""";
    static final String LOSE =
            "update attempt set outcome = 'ambiguous', ended_at = $2 where delivery_id = any($1) and outcome is null";
    static final String BEGIN = """
            update delivery set status = 'sending', tries = t.n, due_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
            from unnest($1::uuid[], $2::int[]) as t (id, n) where delivery.id = t.id""";
    static final String ATTEMPT = """
            insert into attempt (delivery_id, n, started_at)
            select id, n, $3 from unnest($1::uuid[], $2::int[]) as t (id, n)""";
    static final String END_ATTEMPT =
            "update attempt set outcome = $3, detail = $4, ended_at = $5 where delivery_id = $1 and n = $2";
    static final String SENT = """
            update delivery set status = 'sent', detail = $3, sent_at = $4
            where id = $1 and tries = $2 and status = 'sending'""";
    static final String RETRY = """
            update delivery set status = 'retry_wait', detail = $3, wait_ms = $4::bigint,
                due_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
            where id = $1 and tries = $2 and status = 'sending'""";
    static final String END = """
            update delivery set status = $3, detail = $4
            where id = $1 and tries = $2 and status in ('pending', 'sending', 'retry_wait')""";
    static final String HASTEN = """
            update delivery set due_at = clock_timestamp()
            where id = (
                select id from delivery where page_id = $1 and status = 'pending'
                order by due_at limit 1 for update skip locked)""";
    static final String WAITING = """
            select distinct incident_id from delivery
            where incident_id = any($1) and status in ('pending', 'retry_wait')""";
    /** What another transaction holds is about to look at the guard itself. */
    static final String CANCEL = """
            update delivery set status = 'cancelled', detail = $3
            where id in (
                select id from delivery
                where incident_id = $1 and cycle <= $2 and status in ('pending', 'retry_wait')
                for update skip locked)
            returning id, page_id, cycle, user_id, channel""";

    /** What was cancelled. */
    record Cancelled(UUID id, UUID page, int cycle, UUID user, String channel) {}

    /** Adds the deliveries; those in {@code begun} with their first attempt under way. */
    Future<Void> add(Tx tx, List<Planned> planned, Set<UUID> begun, Instant now) {
        if (planned.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(planned.stream().map(Planned::id).toArray(UUID[]::new))
                .addArrayOfUUID(planned.stream().map(p -> p.page().id()).toArray(UUID[]::new))
                .addArrayOfUUID(planned.stream().map(p -> p.page().incidentId()).toArray(UUID[]::new))
                .addArrayOfInteger(planned.stream().map(p -> p.page().cycle()).toArray(Integer[]::new))
                .addArrayOfUUID(planned.stream().map(p -> p.page().userId()).toArray(UUID[]::new))
                .addArrayOfString(planned.stream().map(Planned::channel).toArray(String[]::new))
                .addArrayOfString(planned.stream().map(DeliveryStore::method).toArray(String[]::new))
                .addArrayOfString(planned.stream().map(Planned::label).toArray(String[]::new))
                .addArrayOfString(planned.stream()
                        .map(p -> (begun.contains(p.id()) ? DeliveryStatus.SENDING : p.status()).word())
                        .toArray(String[]::new))
                .addArrayOfInteger(planned.stream()
                        .map(p -> begun.contains(p.id()) ? 1 : 0)
                        .toArray(Integer[]::new))
                .addArrayOfLong(planned.stream()
                        .map(p -> (begun.contains(p.id()) ? Attempts.LOST_AFTER : p.delay()).toMillis())
                        .toArray(Long[]::new))
                .addArrayOfOffsetDateTime(
                        planned.stream().map(p -> time(p.deadline(now))).toArray(OffsetDateTime[]::new))
                .addArrayOfString(planned.stream().map(DeliveryStore::detail).toArray(String[]::new))
                .addOffsetDateTime(time(now));
        var first = planned.stream()
                .filter(p -> begun.contains(p.id()))
                .map(p -> p.sending(now).begun(new Attempts.Start.Begin(1, false)))
                .toList();
        return tx.query(ADD, arguments).compose(added -> attempts(tx, first, now));
    }

    /** Locks what is due, at most so many; what this process has in hand is not due. */
    Future<List<Sending>> claim(Tx tx, int limit, Collection<UUID> inHand) {
        return tx.query(CLAIM, Tuple.tuple().addInteger(limit).addArrayOfUUID(inHand.toArray(UUID[]::new)))
                .map(DeliveryStore::sendings);
    }

    /** Writes the attempts before they are made; an earlier one without an outcome is ambiguous from now on. */
    Future<Void> begin(Tx tx, List<Sending> begun, Instant now) {
        if (begun.isEmpty()) {
            return Future.succeededFuture();
        }
        var ids = begun.stream().map(Sending::delivery).toArray(UUID[]::new);
        var numbers = begun.stream().map(Sending::tries).toArray(Integer[]::new);
        return tx.query(LOSE, Tuple.tuple().addArrayOfUUID(ids).addOffsetDateTime(time(now)))
                .compose(lost -> tx.query(
                        BEGIN,
                        Tuple.tuple()
                                .addArrayOfUUID(ids)
                                .addArrayOfInteger(numbers)
                                .addLong(Attempts.LOST_AFTER.toMillis())))
                .compose(done -> attempts(tx, begun, now));
    }

    private static Future<Void> attempts(Tx tx, List<Sending> begun, Instant now) {
        return begun.isEmpty()
                ? Future.succeededFuture()
                : tx.query(
                                ATTEMPT,
                                Tuple.tuple()
                                        .addArrayOfUUID(begun.stream()
                                                .map(Sending::delivery)
                                                .toArray(UUID[]::new))
                                        .addArrayOfInteger(begun.stream()
                                                .map(Sending::tries)
                                                .toArray(Integer[]::new))
                                        .addOffsetDateTime(time(now)))
                        .mapEmpty();
    }

    Future<Void> endAttempt(Tx tx, Sending sending, String outcome, String detail, Instant now) {
        return tx.query(END_ATTEMPT, Tuple.of(sending.delivery(), sending.tries(), outcome, detail, time(now)))
                .mapEmpty();
    }

    /** False when somebody else took the delivery on in between. */
    Future<Boolean> sent(Tx tx, Sending sending, String detail, Instant now) {
        return changed(tx, SENT, Tuple.of(sending.delivery(), sending.tries(), detail, time(now)));
    }

    Future<Boolean> retry(Tx tx, Sending sending, String detail, Duration wait) {
        return changed(tx, RETRY, Tuple.of(sending.delivery(), sending.tries(), detail, wait.toMillis()));
    }

    Future<Boolean> end(Tx tx, Sending sending, DeliveryStatus status, String detail) {
        return changed(tx, END, Tuple.of(sending.delivery(), sending.tries(), status.word(), detail));
    }

    /** Makes the next delivery of the page due now. */
    Future<Boolean> hasten(Tx tx, UUID page) {
        return changed(tx, HASTEN, Tuple.of(page));
    }

    /** Those of the incidents for which something waits. */
    Future<Set<UUID>> waiting(Tx tx, Collection<UUID> incidents) {
        return tx.query(WAITING, Tuple.tuple().addArrayOfUUID(incidents.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> waiting = new HashSet<>();
                    rows.forEach(row -> waiting.add(row.getUUID("incident_id")));
                    return waiting;
                });
    }

    Future<List<Cancelled>> cancel(Tx tx, UUID incident, int upToCycle, String reason) {
        return tx.query(CANCEL, Tuple.of(incident, upToCycle, reason)).map(rows -> {
            List<Cancelled> cancelled = new ArrayList<>();
            rows.forEach(row -> cancelled.add(new Cancelled(
                    row.getUUID("id"),
                    row.getUUID("page_id"),
                    row.getInteger("cycle"),
                    row.getUUID("user_id"),
                    row.getString("channel"))));
            return cancelled;
        });
    }

    private static Future<Boolean> changed(Tx tx, String statement, Tuple arguments) {
        return tx.query(statement, arguments).map(rows -> rows.rowCount() == 1);
    }

    private static List<Sending> sendings(RowSet<Row> rows) {
        List<Sending> sendings = new ArrayList<>(rows.size());
        for (var row : rows) {
            sendings.add(new Sending(
                    row.getUUID("id"),
                    Json.read(row.getString("data"), Page.class),
                    row.getUUID("contact_method"),
                    row.getString("channel"),
                    row.getString("label"),
                    destination(row),
                    row.getInteger("tries"),
                    row.getBoolean("open"),
                    Duration.ofMillis(row.getLong("wait_ms")),
                    row.getOffsetDateTime("deadline").toInstant()));
        }
        return sendings;
    }

    private static @Nullable Destination destination(Row row) {
        var address = row.getString("address");
        return address == null || row.getString("disabled") != null
                ? null
                : new Destination(Channel.of(row.getString("channel")), address, row.getString("secret"));
    }

    private static String method(Planned planned) {
        var method = planned.method();
        return method == null ? "" : method.id().toString();
    }

    private static String detail(Planned planned) {
        var detail = planned.detail();
        return detail == null ? "" : detail;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
