package dev.belfry.incident.signal.heartbeat;

import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.PingKind;
import dev.belfry.incident.catalog.service.Words;
import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps heartbeats, their latest pings, and how far the log has been heard. */
public final class HeartbeatStore {
    static final int MOST_OF_SERVICE = 1_000;
    static final int MOST_PINGS = 100;
    private static final int MOST_DUE = 1_000;

    static final String SELECT = """
            select id, service, integration, name, slug, ping_key, period_s, cron, zone, grace_s, description,
                   alert_message, alert_priority, tags, enabled, state, alerting, last_ping, last_start, expected_at,
                   deadline, created_at, version
            from heartbeat
            """;

    static final String LIST = SELECT + """
            where ($1::uuid is null or service = $1) and ($2::uuid is null or id > $2) order by id limit $3""";

    static final String FIND = SELECT + "where id = $1";

    static final String FIND_NAMED = SELECT + """
            where service = $1 and (name = $2 or slug = $2) order by name = $2 desc limit 1""";

    static final String LOCK = SELECT + "where id = $1 for update";

    static final String LOCK_PINGED = SELECT + """
            where id = any($1::uuid[])
               or (service, slug) in (select * from unnest($2::uuid[], $3::text[]))
            order by id for update""";

    static final String SERVICES_DUE = """
            select distinct service from (
                select service from heartbeat where part = $1 and deadline < $2 order by deadline limit $3) due""";

    static final String LOCK_DUE = SELECT + "where part = $1 and deadline < $2 order by deadline limit $3 for update";

    static final String LOCK_AWAITED = SELECT + "where part = $1 and deadline is not null order by id for update";

    static final String ADD = """
            insert into heartbeat (id, service, integration, part, name, slug, ping_key, period_s, cron, zone, grace_s,
                                   description, alert_message, alert_priority, tags, enabled, state, created_at)
            select $1, s.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true, 'new', $16
            from service s
            where s.id = $2 and (select count(*) from heartbeat where service = $2) < $17
            on conflict do nothing returning id""";

    static final String CHANGE = """
            update heartbeat set name = $2, slug = $3, period_s = $4, cron = $5, zone = $6, grace_s = $7,
                description = $8, alert_message = $9, alert_priority = $10, tags = $11, enabled = $12, version = $13
            where id = $1""";

    static final String SLUG_TAKEN = "select 1 from heartbeat where service = $1 and slug = $2 and id <> $3";

    static final String REMOVE = "delete from heartbeat where id = $1";

    static final String STAND = """
            update heartbeat h set state = u.state, alerting = u.alerting, last_ping = u.last_ping,
                last_start = u.last_start, expected_at = u.expected_at, deadline = u.deadline
            from unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                        $7::timestamptz[])
                as u (id, state, alerting, last_ping, last_start, expected_at, deadline)
            where h.id = u.id""";

    static final String KEEP_PINGS = """
            insert into heartbeat_ping (id, heartbeat, kind, exit_status, run, received_at, body)
            select p.id, p.heartbeat, p.kind, p.exit_status, p.run, p.received_at, p.body
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::uuid[], $6::timestamptz[], $7::text[])
                with ordinality as p (id, heartbeat, kind, exit_status, run, received_at, body, position)
            order by p.position
            on conflict (id) do nothing returning id""";

    static final String FORGET_PINGS = """
            delete from heartbeat_ping p using unnest($1::uuid[]) as h (id)
            where p.heartbeat = h.id and p.seq <= (
                select seq from heartbeat_ping where heartbeat = h.id order by seq desc offset $2 limit 1)""";

    static final String PINGS = """
            select seq, id, kind, exit_status, run, received_at, body from heartbeat_ping
            where heartbeat = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3""";

    // Answers what was heard before; a tick that is older than that changes nothing.
    static final String TICK = """
            with before as (select at from intake_tick where part = $1)
            insert into intake_tick as t (part, at, deaf_until) values ($1, $2, $2)
            on conflict (part) do update set
                at = greatest(t.at, excluded.at),
                deaf_until = case when excluded.at - t.at > $3::bigint * interval '1 second' then excluded.at
                                  else t.deaf_until end
            returning (select at from before) as before""";

    private final Database database;

    public HeartbeatStore(Database database) {
        this.database = database;
    }

    public Future<List<Heartbeat>> list(@Nullable UUID service, @Nullable UUID after, int limit) {
        return database.query(LIST, Tuple.of(service, after, limit)).map(HeartbeatStore::heartbeats);
    }

    public Future<Optional<Heartbeat>> find(UUID id) {
        return database.query(FIND, Tuple.of(id)).map(HeartbeatStore::first);
    }

    /** By its name, or else its slug. */
    public Future<Optional<Heartbeat>> named(UUID service, String name) {
        return database.query(FIND_NAMED, Tuple.of(service, name)).map(HeartbeatStore::first);
    }

    /** Its kept pings, newest first. */
    public Future<List<KeptPing>> pings(UUID heartbeat, @Nullable Long before, int limit) {
        return database.query(PINGS, Tuple.of(heartbeat, before, limit)).map(rows -> {
            var pings = new ArrayList<KeptPing>();
            for (var row : rows) {
                pings.add(new KeptPing(
                        row.getLong("seq"),
                        row.getUUID("id"),
                        PingKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getInteger("exit_status"),
                        row.getUUID("run"),
                        Columns.instant(row, "received_at"),
                        row.getString("body")));
            }
            return pings;
        });
    }

    Future<Optional<Heartbeat>> lock(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id)).map(HeartbeatStore::first);
    }

    /** Those that pings name, by id or by service and slug. */
    Future<List<Heartbeat>> lock(Tx tx, Collection<HeartbeatPing> pings) {
        var slugs = pings.stream().filter(ping -> ping.heartbeatId() == null).toList();
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(
                        pings.stream()
                                .filter(ping -> ping.heartbeatId() != null)
                                .toList(),
                        HeartbeatPing::heartbeatId))
                .addArrayOfUUID(Columns.uuids(slugs, HeartbeatPing::serviceId))
                .addArrayOfString(Columns.texts(slugs, HeartbeatPing::slug));
        return tx.query(LOCK_PINGED, arguments).map(HeartbeatStore::heartbeats);
    }

    Future<List<UUID>> servicesDue(Tx tx, int part, Instant tick) {
        return tx.query(SERVICES_DUE, Tuple.of(part, Columns.optionalUtc(tick), MOST_DUE))
                .map(rows -> {
                    var services = new ArrayList<UUID>();
                    rows.forEach(row -> services.add(row.getUUID("service")));
                    return services;
                });
    }

    Future<List<Heartbeat>> lockDue(Tx tx, int part, Instant tick) {
        return tx.query(LOCK_DUE, Tuple.of(part, Columns.optionalUtc(tick), MOST_DUE))
                .map(HeartbeatStore::heartbeats);
    }

    Future<List<Heartbeat>> lockAwaited(Tx tx, int part) {
        return tx.query(LOCK_AWAITED, Tuple.of(part)).map(HeartbeatStore::heartbeats);
    }

    /** Answers false when its slug is taken, its service is gone or has too many. */
    Future<Boolean> add(Tx tx, Heartbeat heartbeat) {
        var plan = heartbeat.plan();
        var arguments = Tuple.tuple()
                .addUUID(heartbeat.id())
                .addUUID(heartbeat.serviceId())
                .addUUID(heartbeat.integrationId())
                .addInteger(heartbeat.part())
                .addString(plan.name())
                .addString(plan.slug())
                .addString(heartbeat.pingKey())
                .addLong(seconds(plan.rhythm().period()))
                .addString(plan.rhythm().cron())
                .addString(plan.rhythm().zone())
                .addLong(plan.grace().toSeconds())
                .addString(plan.description())
                .addString(plan.alertMessage())
                .addString(plan.alertPriority())
                .addArrayOfString(plan.tags().toArray(String[]::new))
                .addOffsetDateTime(Columns.optionalUtc(heartbeat.createdAt()))
                .addInteger(MOST_OF_SERVICE);
        return tx.query(ADD, arguments).map(rows -> rows.size() == 1);
    }

    Future<Boolean> slugTaken(Tx tx, UUID service, String slug, UUID except) {
        return tx.query(SLUG_TAKEN, Tuple.of(service, slug, except)).map(rows -> rows.size() > 0);
    }

    /** Writes what people decide of it, and how it stands. */
    Future<Void> change(Tx tx, Heartbeat heartbeat) {
        var plan = heartbeat.plan();
        var arguments = Tuple.tuple()
                .addUUID(heartbeat.id())
                .addString(plan.name())
                .addString(plan.slug())
                .addLong(seconds(plan.rhythm().period()))
                .addString(plan.rhythm().cron())
                .addString(plan.rhythm().zone())
                .addLong(plan.grace().toSeconds())
                .addString(plan.description())
                .addString(plan.alertMessage())
                .addString(plan.alertPriority())
                .addArrayOfString(plan.tags().toArray(String[]::new))
                .addBoolean(heartbeat.enabled())
                .addLong(heartbeat.version());
        return Future.all(tx.query(CHANGE, arguments), stand(tx, List.of(heartbeat)))
                .mapEmpty();
    }

    Future<Void> remove(Tx tx, UUID id) {
        return tx.query(REMOVE, Tuple.of(id)).mapEmpty();
    }

    /** Writes how they stand. */
    Future<Void> stand(Tx tx, Collection<Heartbeat> changed) {
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        var heartbeats = List.copyOf(changed);
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(heartbeats, Heartbeat::id))
                .addArrayOfString(Columns.texts(heartbeats, one -> word(one.state())))
                .addArrayOfBoolean(Columns.booleans(heartbeats, Heartbeat::alerting))
                .addArrayOfOffsetDateTime(Columns.times(heartbeats, Heartbeat::lastPing))
                .addArrayOfOffsetDateTime(Columns.times(heartbeats, Heartbeat::lastStart))
                .addArrayOfOffsetDateTime(Columns.times(heartbeats, Heartbeat::expectedAt))
                .addArrayOfOffsetDateTime(Columns.times(heartbeats, Heartbeat::deadline));
        return tx.query(STAND, arguments).mapEmpty();
    }

    /**
     * Keeps pings, and of each heartbeat only the latest; answers which of them are new.
     *
     * @param heartbeats the n-th is the one of the n-th ping
     */
    Future<Set<UUID>> keep(Tx tx, List<HeartbeatPing> pings, List<UUID> heartbeats) {
        if (pings.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(pings, HeartbeatPing::id))
                .addArrayOfUUID(heartbeats.toArray(UUID[]::new))
                .addArrayOfString(Columns.texts(pings, ping -> word(ping.kind())))
                .addArrayOfInteger(Columns.integers(pings, HeartbeatPing::exitStatus))
                .addArrayOfUUID(Columns.uuids(pings, HeartbeatPing::run))
                .addArrayOfOffsetDateTime(Columns.times(pings, HeartbeatPing::receivedAt))
                .addArrayOfString(Columns.texts(pings, ping -> storable(ping.body())));
        var forgotten = Tuple.tuple()
                .addArrayOfUUID(heartbeats.stream().distinct().toArray(UUID[]::new))
                .addInteger(MOST_PINGS);
        return tx.query(KEEP_PINGS, arguments)
                .compose(rows -> tx.query(FORGET_PINGS, forgotten).map(done -> {
                    var fresh = new HashSet<UUID>();
                    rows.forEach(row -> fresh.add(row.getUUID("id")));
                    return fresh;
                }));
    }

    /** Moves the time of a partition; answers what it was before, and nothing when this is its first tick. */
    Future<Optional<Instant>> tick(Tx tx, int part, Instant at, Duration deafness) {
        return tx.query(TICK, Tuple.of(part, Columns.optionalUtc(at), deafness.toSeconds()))
                .map(rows -> Optional.ofNullable(
                        Columns.optionalInstant(rows.iterator().next(), "before")));
    }

    private static Optional<Heartbeat> first(RowSet<Row> rows) {
        return heartbeats(rows).stream().findFirst();
    }

    private static List<Heartbeat> heartbeats(RowSet<Row> rows) {
        var all = new ArrayList<Heartbeat>(rows.size());
        for (var row : rows) {
            all.add(new Heartbeat(
                    row.getUUID("id"),
                    row.getUUID("service"),
                    row.getUUID("integration"),
                    plan(row),
                    row.getString("ping_key"),
                    row.getBoolean("enabled"),
                    HeartbeatState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getBoolean("alerting"),
                    Columns.optionalInstant(row, "last_ping"),
                    Columns.optionalInstant(row, "last_start"),
                    Columns.optionalInstant(row, "expected_at"),
                    Columns.optionalInstant(row, "deadline"),
                    Columns.instant(row, "created_at"),
                    row.getLong("version")));
        }
        return all;
    }

    private static Plan plan(Row row) {
        var period = row.getLong("period_s");
        return new Plan(
                row.getString("name"),
                row.getString("slug"),
                new Rhythm(
                        period == null ? null : Duration.ofSeconds(period),
                        row.getString("cron"),
                        row.getString("zone")),
                Duration.ofSeconds(row.getLong("grace_s")),
                row.getString("description"),
                row.getString("alert_message"),
                row.getString("alert_priority"),
                List.of(row.getArrayOfStrings("tags")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long seconds(@Nullable Duration period) {
        return period == null ? null : period.toSeconds();
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : Words.text(text);
    }
}
