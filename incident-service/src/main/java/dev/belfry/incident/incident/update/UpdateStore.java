package dev.belfry.incident.incident.update;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps updates, and which of them are overdue. */
public final class UpdateStore {
    private static final String SELECT = """
            select id, at, author, author_name, text, responders, teams, people, reached, next_due, status_post
            from stakeholder_update where incident = $1
            """;

    static final String OF_INCIDENT = SELECT
            + "and ($2::timestamptz is null or (at, id) < ($2::timestamptz, $3::uuid)) order by at desc, id desc limit $4";
    static final String ONE = SELECT + "and id = $2";
    static final String ADD = """
            insert into stakeholder_update
                (id, incident, at, author, author_name, text, responders, teams, people, reached, next_due, status_post)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::jsonb)""";
    static final String LAST_POST = """
            select status_post from stakeholder_update
            where incident = $1 and ($2::uuid is null or status_post ->> 'page' = $2::text)
                and status_post ->> 'state' <> 'refused'
            order by at desc, id desc limit 1""";
    static final String WAITING = """
            select status_post from stakeholder_update
            where incident = $1 and id = $2 and status_post ->> 'state' = 'waiting'""";
    static final String ANSWERED = "update stakeholder_update set status_post = $2::text::jsonb where id = $1";

    /** When the next update of an open incident is due: as promised, or as the rule of its severity wants it. */
    private static final String DUE = """
            select i.id, coalesce(u.next_due,
                coalesce(u.at, i.created_at) + r.update_minutes * interval '1 minute') as due
            from incident i
            join response_rule r on r.severity = i.severity
            left join lateral (
                select at, next_due from stakeholder_update s where s.incident = i.id order by at desc, id desc limit 1
            ) u on true
            where i.status <> 'resolved' and i.nature <> 'test'
            """;

    static final String DUE_OF = "select due from (" + DUE + " and i.id = $1) d where due is not null";
    // Only few incidents have a rule that wants updates, or an update: both are small sides of the join.
    static final String OVERDUE = "select d.id, d.due from (" + DUE + """
            and (r.update_minutes is not null or u.next_due is not null)) d
            left join update_reminder m on m.incident = d.id
            where d.due <= $1 and (m.due is null or m.due < d.due)
            order by d.due limit $2""";
    static final String REMIND = """
            insert into update_reminder (incident, due) values ($1, $2)
            on conflict (incident) do update set due = excluded.due where update_reminder.due < excluded.due
            returning incident""";

    private final Database database;

    public UpdateStore(Database database) {
        this.database = database;
    }

    /** An incident whose update was due then. */
    record Overdue(UUID incident, Instant due) {}

    /** The newest first, behind that one. */
    public Future<List<StakeholderUpdate>> of(UUID incident, @Nullable StakeholderUpdate after, int limit) {
        var arguments = Tuple.of(
                incident, after == null ? null : Columns.utc(after.at()), after == null ? null : after.id(), limit);
        return database.query(OF_INCIDENT, arguments).map(UpdateStore::read);
    }

    public Future<Optional<StakeholderUpdate>> find(UUID incident, UUID id) {
        return database.query(ONE, Tuple.of(incident, id))
                .map(rows -> read(rows).stream().findFirst());
    }

    /** When the next update of it is due; empty when none is, or it is resolved. */
    public Future<Optional<Instant>> due(UUID incident) {
        return database.query(DUE_OF, Tuple.of(incident))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Columns.instant(rows.iterator().next(), "due")));
    }

    Future<List<Overdue>> overdue(Instant now, int limit) {
        return database.query(OVERDUE, Tuple.of(Columns.utc(now), limit)).map(rows -> {
            var all = new ArrayList<Overdue>();
            rows.forEach(row -> all.add(new Overdue(row.getUUID("id"), Columns.instant(row, "due"))));
            return all;
        });
    }

    /** Whether it is still to be reminded of; true once for each due time. */
    Future<Boolean> remind(Tx tx, UUID incident, Instant due) {
        return tx.query(REMIND, Tuple.of(incident, Columns.utc(due))).map(rows -> rows.size() == 1);
    }

    Future<Optional<Instant>> due(Tx tx, UUID incident) {
        return tx.query(DUE_OF, Tuple.of(incident))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Columns.instant(rows.iterator().next(), "due")));
    }

    Future<Void> add(Tx tx, UUID incident, StakeholderUpdate update) {
        return tx.query(
                        ADD,
                        Tuple.tuple()
                                .addUUID(update.id())
                                .addUUID(incident)
                                .addOffsetDateTime(Columns.utc(update.at()))
                                .addUUID(update.authorId())
                                .addString(update.author())
                                .addString(update.text())
                                .addBoolean(update.responders())
                                .addArrayOfUUID(update.teams().toArray(UUID[]::new))
                                .addArrayOfUUID(update.people().toArray(UUID[]::new))
                                .addInteger(update.reached())
                                .addOffsetDateTime(Columns.optionalUtc(update.nextUpdateBy()))
                                .addString(update.statusPage() == null ? null : Json.text(update.statusPage())))
                .mapEmpty();
    }

    /** What a status page shows of it, or is asked to; that page, or any when it is null. */
    public Future<Optional<StatusPost>> lastPost(UUID incident, @Nullable UUID page) {
        return database.query(LAST_POST, Tuple.of(incident, page)).map(UpdateStore::posts);
    }

    Future<Optional<StatusPost>> lastPost(Tx tx, UUID incident, UUID page) {
        return tx.query(LAST_POST, Tuple.of(incident, page)).map(UpdateStore::posts);
    }

    /** The post of that update while nothing is known of what became of it. */
    Future<Optional<StatusPost>> waiting(Tx tx, UUID incident, UUID update) {
        return tx.query(WAITING, Tuple.of(incident, update)).map(UpdateStore::posts);
    }

    Future<Void> answered(Tx tx, UUID update, StatusPost post) {
        return tx.query(ANSWERED, Tuple.of(update, Json.text(post))).mapEmpty();
    }

    private static Optional<StatusPost> posts(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.ofNullable(post(rows.iterator().next()));
    }

    private static @Nullable StatusPost post(Row row) {
        var kept = row.getValue("status_post");
        return kept == null ? null : Json.read(kept.toString(), StatusPost.class);
    }

    private static List<StakeholderUpdate> read(Iterable<Row> rows) {
        var all = new ArrayList<StakeholderUpdate>();
        for (var row : rows) {
            all.add(new StakeholderUpdate(
                    row.getUUID("id"),
                    Columns.instant(row, "at"),
                    row.getUUID("author"),
                    row.getString("author_name"),
                    row.getString("text"),
                    row.getBoolean("responders"),
                    List.of(row.getArrayOfUUIDs("teams")),
                    List.of(row.getArrayOfUUIDs("people")),
                    row.getInteger("reached"),
                    Columns.optionalInstant(row, "next_due"),
                    post(row)));
        }
        return all;
    }
}
