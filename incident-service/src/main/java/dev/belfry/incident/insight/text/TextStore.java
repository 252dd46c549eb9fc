package dev.belfry.incident.insight.text;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads what is written about incidents. */
final class TextStore {
    // Of each the newest, so that a storm or a long night costs no more.
    static final String TEXTS = """
            select i.id, i.number, i.title,
                   coalesce((select string_agg(summary, ' · ') from (
                       select left(concat_ws(' ', summary, source, component, dedup_key, (
                           select string_agg(value, ' ') from jsonb_each_text(labels))), 1000) as summary
                       from alert where incident = i.id order by id desc limit 100) a), '')
                       as alerts,
                   coalesce((select string_agg(text, ' · ') from (
                       select left(text, 5000) as text from timeline
                       where incident = i.id and kind in ('note_added', 'update_sent') order by seq desc limit 100) n), '')
                       as notes,
                   coalesce(p.title || ' · ' || p.body, '') as postmortem
            from incident i left join postmortem p on p.incident = i.id
            where i.id = any($1::uuid[])""";

    private final Database database;

    TextStore(Database database) {
        this.database = database;
    }

    record Text(UUID incident, long number, String title, String alerts, String notes, String postmortem) {}

    Future<List<Text>> texts(Tx tx, Collection<UUID> incidents) {
        return tx.query(TEXTS, Columns.ids(incidents)).map(TextStore::read);
    }

    Future<List<Text>> texts(Collection<UUID> incidents) {
        return database.query(TEXTS, Columns.ids(incidents)).map(TextStore::read);
    }

    private static List<Text> read(Iterable<Row> rows) {
        var texts = new ArrayList<Text>();
        rows.forEach(row -> texts.add(new Text(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("title"),
                row.getString("alerts"),
                row.getString("notes"),
                row.getString("postmortem"))));
        return texts;
    }
}
