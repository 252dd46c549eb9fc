package dev.belfry.notifier.lane;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Priority;
import dev.belfry.notifier.delivery.Sending;
import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery} and {@code attempt}, as a lane works through them. What is due is decided by the database. */
final class LaneStore {
    static final String DUE = """
            select contact_method, min(priority) as priority, bool_and(status = 'deferred') as retry
            from (
                select contact_method, priority, status, due_at from delivery
                where lane = $1 and status in ('pending', 'sending', 'deferred') and due_at <= statement_timestamp()
                    and contact_method <> all ($2)
                order by due_at limit 20000) as due
            group by contact_method order by min(priority), min(due_at) limit $3""";
    static final String NEXT = """
            select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::bigint as wait_ms from delivery
            where lane = $1 and status in ('pending', 'sending', 'deferred') and due_at > statement_timestamp()""";
    /** What waits for another try goes along where its contact method is called anyway. */
    static final String CLAIM = """
            select d.id, d.channel, d.contact_method, d.label, d.tries, d.wait_ms, d.deadline, p.data as page,
                n.data as notice, m.address, m.secret, m.disabled, d.status = 'sending' as lost,
                (select count(*) from attempt a
                    where a.delivery_id = d.id and (a.outcome is null or a.outcome = 'ambiguous'))::int as unknown
            from unnest($2::uuid[]) as t (method)
            cross join lateral (
                select * from delivery
                where contact_method = t.method and lane = $1 and status in ('pending', 'sending', 'deferred')
                    and (due_at <= statement_timestamp() or ($4 and status = 'deferred'))
                order by priority, created_at desc limit $3
                for update skip locked) as d
            left join page p on p.id = d.page_id
            left join notice n on n.id = d.notice_id
            left join contact_method m on m.id = d.contact_method""";
    /** Attempts are written before they are made; an earlier one without an outcome is ambiguous from now on. */
    static final String BEGIN = """
            with lost as (
                update attempt set outcome = 'ambiguous', ended_at = $4 where delivery_id = any($1) and outcome is null),
            started as (
                update delivery set status = 'sending', tries = t.n, digest_id = coalesce(t.digest, digest_id),
                    due_at = clock_timestamp() + $5::bigint * interval '1 millisecond'
                from unnest($1::uuid[], $2::int[], $3::uuid[]) as t (id, n, digest) where delivery.id = t.id),
            calmed as (
                update contact_method set calm_until = clock_timestamp() + $7::bigint * interval '1 millisecond'
                where id in (select id from contact_method where id = any($6) for no key update skip locked))
            insert into attempt (delivery_id, n, started_at)
            select id, n, $4 from unnest($1::uuid[], $2::int[]) as t (id, n)""";

    static final String CANCEL = """
            update delivery set status = 'cancelled', detail = t.detail
            from unnest($1::uuid[], $2::text[]) as t (id, detail) where delivery.id = t.id""";
    static final String RENEW = """
            update delivery set due_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
            from unnest($1::uuid[], $2::int[]) as t (id, n)
            where delivery.id = t.id and delivery.tries = t.n and delivery.status = 'sending'""";
    /** Not those of which enough copies may have arrived: they keep their pace. */
    static final String HASTEN = """
            update delivery set due_at = clock_timestamp()
            where id in (
                select id from delivery where lane = $1 and status = 'deferred' and due_at > statement_timestamp()
                    and (select count(*) from attempt where delivery_id = delivery.id and outcome = 'ambiguous') < $2
                for update skip locked)""";

    private final Database database;
    private final Seal seal;
    private final String lane;

    LaneStore(Database database, Seal seal, String lane) {
        this.database = database;
        this.seal = seal;
        this.lane = lane;
    }

    /** @param lost its last attempt has no outcome, and nobody holds it any more */
    record Claimed(Sending sending, boolean lost) {}

    /** An attempt that begins. */
    record Beginning(Sending sending, @Nullable UUID digest) {}

    /** Whose turn it is, the most urgent first, without those in hand. */
    Future<List<Turn>> due(Collection<UUID> held, int most) {
        return database.query(
                        DUE,
                        Tuple.of(lane).addArrayOfUUID(held.toArray(UUID[]::new)).addInteger(most))
                .map(rows -> {
                    List<Turn> turns = new ArrayList<>(rows.size());
                    rows.forEach(row -> turns.add(new Turn(
                            row.getUUID("contact_method"),
                            Priority.ofRank(row.getShort("priority")),
                            row.getBoolean("retry"))));
                    return turns;
                });
    }

    /** How long until something falls due; null when nothing waits. */
    Future<@Nullable Long> next() {
        return database.query(NEXT, Tuple.of(lane))
                .map(rows -> rows.iterator().next().getLong("wait_ms"));
    }

    /**
     * Locks what is due through these contact methods.
     *
     * @param along with what waits for another try
     */
    Future<List<Claimed>> claim(Tx tx, Collection<UUID> methods, int perMethod, boolean along) {
        return tx.query(
                        CLAIM,
                        Tuple.of(lane)
                                .addArrayOfUUID(methods.toArray(UUID[]::new))
                                .addInteger(perMethod)
                                .addBoolean(along))
                .map(rows -> {
                    List<Claimed> claimed = new ArrayList<>(rows.size());
                    rows.forEach(row -> claimed.add(new Claimed(sending(row), row.getBoolean("lost"))));
                    return claimed;
                });
    }

    /** @param calm the contact methods whose next pages are gathered */
    Future<Void> begin(
            Tx tx, List<Beginning> begun, Collection<UUID> calm, Duration window, Duration lease, Instant now) {
        if (begun.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.query(
                        BEGIN,
                        Tuple.tuple()
                                .addArrayOfUUID(begun.stream()
                                        .map(one -> one.sending().delivery())
                                        .toArray(UUID[]::new))
                                .addArrayOfInteger(begun.stream()
                                        .map(one -> one.sending().tries())
                                        .toArray(Integer[]::new))
                                .addArrayOfUUID(
                                        begun.stream().map(Beginning::digest).toArray(UUID[]::new))
                                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                                .addLong(lease.toMillis())
                                .addArrayOfUUID(calm.toArray(UUID[]::new))
                                .addLong(window.toMillis()))
                .mapEmpty();
    }

    /** @param cancelled deliveries, each with why it is not wanted any more */
    Future<Void> cancel(Tx tx, Map<UUID, String> cancelled) {
        return cancelled.isEmpty()
                ? Future.succeededFuture()
                : tx.query(
                                CANCEL,
                                Tuple.tuple()
                                        .addArrayOfUUID(cancelled.keySet().toArray(UUID[]::new))
                                        .addArrayOfString(cancelled.values().toArray(String[]::new)))
                        .mapEmpty();
    }

    /** Keeps the leases of what is in hand ahead: deliveries with the numbers of their attempts. */
    Future<Void> renew(Map<UUID, Integer> inHand, Duration lease) {
        var held = List.copyOf(inHand.entrySet());
        return database.query(
                        RENEW,
                        Tuple.tuple()
                                .addArrayOfUUID(
                                        held.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                                .addArrayOfInteger(
                                        held.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
                                .addLong(lease.toMillis()))
                .mapEmpty();
    }

    /** The provider serves again: what waits for another try is due now. */
    Future<Void> hasten() {
        return database.query(HASTEN, Tuple.of(lane, Sending.COPIES)).mapEmpty();
    }

    private Sending sending(Row row) {
        var page = row.getString("page");
        return new Sending(
                row.getUUID("id"),
                page != null
                        ? new Matter.OfPage(Json.read(page, Page.class))
                        : new Matter.OfNotice(Json.read(row.getString("notice"), NoticeRequest.class)),
                row.getUUID("contact_method"),
                row.getString("channel"),
                row.getString("label"),
                destination(row),
                row.getInteger("tries"),
                row.getInteger("unknown"),
                Duration.ofMillis(row.getLong("wait_ms")),
                row.getOffsetDateTime("deadline").toInstant());
    }

    private @Nullable Destination destination(Row row) {
        var address = row.getString("address");
        return address == null || row.getString("disabled") != null
                ? null
                : ContactStore.destination(
                        seal,
                        row.getUUID("contact_method"),
                        Channel.of(row.getString("channel")),
                        address,
                        row.getString("secret"));
    }
}
