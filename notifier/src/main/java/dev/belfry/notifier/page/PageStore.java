package dev.belfry.notifier.page;

import dev.belfry.contracts.page.Page;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
    static final String FIND = "select data from page where id = $1";
    /** True the first time, when nothing of the page is sent or still to be tried. */
    static final String GIVE_UP = """
            update page set undeliverable = true
            where id = $1 and not undeliverable
                and not exists (select from delivery where page_id = $1 and status not in ('failed', 'undeliverable'))
            returning id""";
    /** Outcomes of one page are weighed one after the other; key share would not wait. */
    static final String LOCK = "select id from page where id = $1 for no key update";
    /** What another transaction has in hand goes out; it is the last. */
    static final String SETTLE = """
            update delivery set status = 'cancelled', detail = $2
            where id in (
                select id from delivery where page_id = $1 and status in ('pending', 'retry_wait')
                for update skip locked)""";

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

    /** Whose page it is has answered: nothing more of it is sent. */
    public static Future<Void> settle(Tx tx, UUID id, String why) {
        return tx.query(SETTLE, Tuple.of(id, why)).mapEmpty();
    }

    /** True once per page: when the last of its deliveries has failed. */
    public Future<Boolean> giveUp(Tx tx, UUID id) {
        return tx.query(LOCK, Tuple.of(id))
                .compose(locked -> tx.query(GIVE_UP, Tuple.of(id)))
                .map(rows -> rows.rowCount() == 1);
    }
}
