package dev.belfry.notifier.page;

import dev.belfry.contracts.page.Page;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The {@code page} table. */
public final class PageStore {
    static final String ADD = """
            insert into page (id, incident_id, cycle, user_id, data, requested_at)
            select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::timestamptz[])
            on conflict (id) do nothing
            returning id""";
    public static final String EXPIRE = """
            delete from page where ctid = any(array(select ctid from page where requested_at < $1 limit $2))""";
    static final String FIND = "select data from page where id = $1";
    /** What another transaction has in hand goes out; it is the last. */
    static final String SETTLE = """
            update delivery set status = 'cancelled', detail = $2
            where id in (
                select id from delivery where page_id = $1 and status in ('pending', 'deferred')
                for update skip locked)""";

    static final String DIGEST = """
            select distinct p.data, p.requested_at, p.id from delivery d join page p on p.id = d.page_id
            where d.digest_id = $1 and d.user_id = $2 order by p.requested_at, p.id limit 1000""";

    private final Database database;

    public PageStore(Database database) {
        this.database = database;
    }

    /** Keeps the pages; answers the ids of those that were not known. */
    public Future<Set<UUID>> add(Tx tx, List<Page> pages) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(pages.stream().map(Page::id).toArray(UUID[]::new))
                .addArrayOfUUID(pages.stream().map(Page::incidentId).toArray(UUID[]::new))
                .addArrayOfInteger(pages.stream().map(Page::cycle).toArray(Integer[]::new))
                .addArrayOfUUID(pages.stream().map(Page::userId).toArray(UUID[]::new))
                .addArrayOfString(pages.stream().map(Json::text).toArray(String[]::new))
                .addArrayOfOffsetDateTime(pages.stream()
                        .map(page -> page.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.query(ADD, arguments).map(rows -> {
            Set<UUID> fresh = new HashSet<>();
            rows.forEach(row -> fresh.add(row.getUUID("id")));
            return fresh;
        });
    }

    public Future<Optional<Page>> find(UUID id) {
        return database.query(FIND, Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Json.read(rows.iterator().next().getString("data"), Page.class)));
    }

    /** The pages that one message to that person listed, oldest first. */
    public Future<List<Page>> digest(UUID digest, UUID user) {
        return database.query(DIGEST, Tuple.of(digest, user)).map(rows -> {
            List<Page> pages = new ArrayList<>(rows.size());
            rows.forEach(row -> pages.add(Json.read(row.getString("data"), Page.class)));
            return pages;
        });
    }

    /** Whose page it is has answered: nothing more of it is sent. */
    public static Future<Void> settle(Tx tx, UUID id, String why) {
        return tx.query(SETTLE, Tuple.of(id, why)).mapEmpty();
    }
}
