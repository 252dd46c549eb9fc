package dev.belfry.incident.incident.search;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.database.Unnest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the words of incidents, and finds incidents by them. */
public final class WordStore {
    /** At most so many are found, the newest. */
    public static final int MOST = 1_000;

    private static final int ENOUGH = 100;

    // What is common is soon found among the newest, and what is rare has few rows in the index: neither reads much,
    // however
    // many incidents there are.
    static final String AMONG_NEWEST = """
            select incident from (select incident, words from incident_text order by number desc limit 2000) newest
            where words @@ $1::text::tsquery limit $2""";

    static final String AMONG_ALL =
            "select incident from incident_text where words @@ $1::text::tsquery order by number desc limit $2";

    /** By number, and of those that are open also by a part of a word: their words may not be kept yet. */
    static final String AT_ONCE = """
            select id from incident where number = $2
            union
            select id from incident where status <> 'resolved' and strpos(lower(title), lower($1)) > 0""";

    private static final Unnest<Words> WORDS = new Unnest<Words>()
            .uuid("incident", Words::incident)
            .bigint("number", Words::number)
            .text("title", Words::title)
            .text("alerts", Words::alerts)
            .text("notes", Words::notes)
            .text("postmortem", Words::postmortem);

    static final String SAVE = """
            insert into incident_text (incident, number, words)
            select incident, number,
                   setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', alerts), 'B')
                       || setweight(to_tsvector('simple', notes), 'C') || setweight(to_tsvector('simple', postmortem), 'D')
            from %s
            on conflict (incident) do update set words = excluded.words where incident_text.words <> excluded.words""".formatted(WORDS.as("w"));

    static final String NUMBER_AT =
            "select number from incident where created_at >= $1 and nature <> 'afterwards' order by created_at limit 1";

    private final Database database;

    public WordStore(Database database) {
        this.database = database;
    }

    /** The words of an incident, as {@link SearchWords} makes them. */
    public record Words(UUID incident, long number, String title, String alerts, String notes, String postmortem) {}

    public Future<Void> save(Tx tx, List<Words> words) {
        return words.isEmpty()
                ? Future.succeededFuture()
                : tx.query(SAVE, WORDS.arguments(words)).mapEmpty();
    }

    /** The incidents in which that is found; null when everything is asked for. */
    public Future<@Nullable Set<UUID>> found(String asked) {
        if (asked.isBlank()) {
            return Future.succeededFuture(null);
        }
        var number = asked.strip().matches("#?\\d{1,18}")
                ? Long.parseLong(asked.strip().replace("#", ""))
                : -1;
        var query = SearchWords.query(asked);
        return database.query(AT_ONCE, Tuple.of(asked, number)).compose(atOnce -> {
            Set<UUID> found = new LinkedHashSet<>();
            atOnce.forEach(row -> found.add(row.getUUID("id")));
            return query == null
                    ? Future.succeededFuture(found)
                    : matching(query).map(more -> {
                        found.addAll(more);
                        return found;
                    });
        });
    }

    private Future<Set<UUID>> matching(String query) {
        return ids(AMONG_NEWEST, query)
                .compose(newest -> newest.size() >= ENOUGH ? Future.succeededFuture(newest) : ids(AMONG_ALL, query));
    }

    private Future<Set<UUID>> ids(String statement, String query) {
        return database.query(statement, Tuple.of(query, MOST)).map(rows -> {
            Set<UUID> ids = new LinkedHashSet<>();
            rows.forEach(row -> ids.add(row.getUUID("incident")));
            return ids;
        });
    }

    /** The least number of an incident that was opened then or later; one that there is not yet when none was. */
    public Future<Long> numberAt(Instant at) {
        return database.query(NUMBER_AT, Tuple.of(Columns.utc(at)))
                .map(rows -> rows.size() == 0
                        ? Long.MAX_VALUE
                        : rows.iterator().next().getLong("number"));
    }
}
