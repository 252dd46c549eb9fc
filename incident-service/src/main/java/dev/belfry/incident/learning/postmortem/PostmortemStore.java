package dev.belfry.incident.learning.postmortem;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps postmortems, what their readers said, and which incidents still want one. */
public final class PostmortemStore {
    private static final String SELECT = """
            select p.id, p.incident, i.number, p.title, p.body, p.state, p.owner, p.owner_name, p.created_at, p.updated_at,
                p.updated_by, p.published_at, p.version
            from postmortem p join incident i on i.id = p.incident
            """;

    static final String OF_INCIDENT = SELECT + "where p.incident = $1";
    static final String LOCK = SELECT + "where p.incident = $1 for update of p";
    static final String LIST = SELECT + """
            where ($1::text is null or p.state = $1) and ($2::uuid is null or p.id < $2)
            order by p.id desc limit $3""";
    static final String ADD = """
            insert into postmortem (id, incident, title, body, state, owner, owner_name, created_at, updated_at, updated_by,
                published_at, version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (incident) do nothing""";
    static final String CHANGE = """
            update postmortem set title = $2, body = $3, state = $4, updated_at = $5, updated_by = $6, published_at = $7,
                version = $8
            where id = $1""";
    static final String REVIEWS = """
            select reviewer, reviewer_name, verdict, comment, at from postmortem_review where postmortem = $1
            order by reviewer_name, reviewer""";
    static final String REVIEW = """
            insert into postmortem_review (postmortem, reviewer, reviewer_name, verdict, comment, at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (postmortem, reviewer) do update set
                verdict = excluded.verdict, comment = excluded.comment, at = excluded.at""";
    static final String TEMPLATE = "select body, version from postmortem_template";
    static final String CHANGE_TEMPLATE = """
            update postmortem_template set body = $1, version = version + 1 where $2::bigint is null or version = $2""";

    static final String FIGURES = """
            select i.created_at, i.resolved_at, i.alert_count,
                (select min(at) from timeline t where t.incident = i.id and t.kind = 'acknowledged') as acknowledged_at,
                (select count(*) from timeline t
                 where t.incident = i.id and t.kind = 'delivery' and t.data ->> 'state' = 'sent')::int as pages,
                (select count(distinct t.data ->> 'user') from timeline t
                 where t.incident = i.id and t.kind = 'delivery' and t.data ->> 'state' = 'sent')::int as paged
            from incident i where i.id = $1""";

    /** Resolved incidents whose severity's rule wants a postmortem that is not published, the newest first. */
    private static final String WANTED = """
            from incident i
            join response_rule r on r.severity = i.severity and r.postmortem
            left join postmortem p on p.incident = i.id
            where i.status = 'resolved' and p.published_at is null and i.nature <> 'test'
            """;

    static final String WANTING = "select i.id, i.number, i.title, i.service, i.severity, i.resolved_at, p.state "
            + WANTED + "and ($1::bigint is null or i.number < $1) order by i.number desc limit $2";
    // What is older than a quarter of a year will not be written because of one more mail.
    static final String CHASED = "select i.id " + WANTED + """
            and i.resolved_at between $1::timestamptz - interval '90 days' and $1::timestamptz - interval '1 day'
            and not exists (
                select 1 from postmortem_chase c
                where c.incident = i.id and (c.times >= 5 or c.at > $1::timestamptz - interval '3 days'))
            order by i.resolved_at limit $2""";
    static final String CHASE = """
            insert into postmortem_chase (incident, at, times) values ($1, $2, 1)
            on conflict (incident) do update set at = excluded.at, times = postmortem_chase.times + 1
            where postmortem_chase.at <= $2::timestamptz - interval '3 days'
            returning incident""";

    private final Database database;

    public PostmortemStore(Database database) {
        this.database = database;
    }

    /**
     * An incident that wants a postmortem.
     *
     * @param state of the one that is begun; null when none is
     */
    public record Wanting(
            UUID incident,
            long number,
            String title,
            String severity,
            Instant resolvedAt,
            Postmortem.@Nullable State state) {}

    /** The outline that new ones begin with. */
    public record Template(String body, long version) {}

    public Future<Optional<Postmortem>> of(UUID incident) {
        return database.query(OF_INCIDENT, Tuple.of(incident))
                .map(rows -> read(rows).stream().findFirst());
    }

    Future<Optional<Postmortem>> lock(Tx tx, UUID incident) {
        return tx.query(LOCK, Tuple.of(incident))
                .map(rows -> read(rows).stream().findFirst());
    }

    /** The newest first, behind that one. */
    public Future<List<Postmortem>> list(Postmortem.@Nullable State state, @Nullable UUID after, int limit) {
        return database.query(LIST, Tuple.of(state == null ? null : word(state), after, limit))
                .map(PostmortemStore::read);
    }

    /** False when the incident has one already. */
    Future<Boolean> add(Tx tx, Postmortem one) {
        return tx.query(
                        ADD,
                        Tuple.tuple()
                                .addUUID(one.id())
                                .addUUID(one.incident())
                                .addString(one.title())
                                .addString(one.body())
                                .addString(word(one.state()))
                                .addUUID(one.ownerId())
                                .addString(one.owner())
                                .addOffsetDateTime(Columns.utc(one.createdAt()))
                                .addOffsetDateTime(Columns.utc(one.updatedAt()))
                                .addString(one.updatedBy())
                                .addOffsetDateTime(Columns.optionalUtc(one.publishedAt()))
                                .addLong(one.version()))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> change(Tx tx, Postmortem one) {
        return tx.query(
                        CHANGE,
                        Tuple.tuple()
                                .addUUID(one.id())
                                .addString(one.title())
                                .addString(one.body())
                                .addString(word(one.state()))
                                .addOffsetDateTime(Columns.utc(one.updatedAt()))
                                .addString(one.updatedBy())
                                .addOffsetDateTime(Columns.optionalUtc(one.publishedAt()))
                                .addLong(one.version()))
                .mapEmpty();
    }

    public Future<List<Review>> reviews(UUID postmortem) {
        return database.query(REVIEWS, Tuple.of(postmortem)).map(PostmortemStore::reviews);
    }

    Future<List<Review>> reviews(Tx tx, UUID postmortem) {
        return tx.query(REVIEWS, Tuple.of(postmortem)).map(PostmortemStore::reviews);
    }

    Future<Void> review(Tx tx, UUID postmortem, Review review) {
        return tx.query(
                        REVIEW,
                        Tuple.of(
                                postmortem,
                                review.reviewer(),
                                review.name(),
                                word(review.verdict()),
                                review.comment(),
                                Columns.utc(review.at())))
                .mapEmpty();
    }

    /** What people wrote, or the usual outline. */
    public Future<Template> template() {
        return database.query(TEMPLATE, Tuple.tuple()).map(rows -> {
            var row = rows.iterator().next();
            var body = row.getString("body");
            return new Template(body.isBlank() ? Outline.USUAL : body, row.getLong("version"));
        });
    }

    /** False when it has changed since that version. */
    Future<Boolean> changeTemplate(Tx tx, String body, @Nullable Long seen) {
        return tx.query(CHANGE_TEMPLATE, Tuple.of(body, seen)).map(rows -> rows.rowCount() == 1);
    }

    /** Empty when there is no such incident. */
    public Future<Optional<Figures>> figures(UUID incident) {
        return database.query(FIGURES, Tuple.of(incident)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            var row = rows.iterator().next();
            return Optional.of(new Figures(
                    Columns.instant(row, "created_at"),
                    Columns.optionalInstant(row, "acknowledged_at"),
                    Columns.optionalInstant(row, "resolved_at"),
                    row.getInteger("alert_count"),
                    row.getInteger("pages"),
                    row.getInteger("paged")));
        });
    }

    public Future<List<Wanting>> wanting(@Nullable Long before, int limit) {
        return database.query(WANTING, Tuple.of(before, limit)).map(rows -> {
            var all = new ArrayList<Wanting>();
            for (var row : rows) {
                var state = row.getString("state");
                all.add(new Wanting(
                        row.getUUID("id"),
                        row.getLong("number"),
                        row.getString("title"),
                        row.getString("severity"),
                        Columns.instant(row, "resolved_at"),
                        state == null ? null : Postmortem.State.valueOf(state.toUpperCase(Locale.ROOT))));
            }
            return all;
        });
    }

    /** Those of which somebody is to be reminded now. */
    Future<List<UUID>> chased(Instant now, int limit) {
        return database.query(CHASED, Tuple.of(Columns.utc(now), limit)).map(rows -> {
            var all = new ArrayList<UUID>();
            rows.forEach(row -> all.add(row.getUUID("id")));
            return all;
        });
    }

    /** Whether somebody is still to be reminded; true once in three days. */
    Future<Boolean> chase(Tx tx, UUID incident, Instant now) {
        return tx.query(CHASE, Tuple.of(incident, Columns.utc(now))).map(rows -> rows.size() == 1);
    }

    private static List<Postmortem> read(Iterable<Row> rows) {
        var all = new ArrayList<Postmortem>();
        for (var row : rows) {
            all.add(new Postmortem(
                    row.getUUID("id"),
                    row.getUUID("incident"),
                    row.getLong("number"),
                    row.getString("title"),
                    row.getString("body"),
                    Postmortem.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getUUID("owner"),
                    row.getString("owner_name"),
                    Columns.instant(row, "created_at"),
                    Columns.instant(row, "updated_at"),
                    row.getString("updated_by"),
                    Columns.optionalInstant(row, "published_at"),
                    row.getLong("version")));
        }
        return all;
    }

    private static List<Review> reviews(Iterable<Row> rows) {
        var all = new ArrayList<Review>();
        for (var row : rows) {
            all.add(new Review(
                    row.getUUID("reviewer"),
                    row.getString("reviewer_name"),
                    Review.Verdict.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT)),
                    row.getString("comment"),
                    Columns.instant(row, "at")));
        }
        return all;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
