package dev.belfry.notifier.delivery;

import dev.belfry.contracts.page.Page;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery} and {@code attempt} as people look at them, newest first. */
public final class DeliveryListStore {
    static final String LIST = """
            select d.id, d.page_id, d.incident_id, d.cycle, d.user_id, d.channel, d.label, d.status, d.detail, d.receipt,
                d.created_at, d.sent_at, p.data
            from delivery d join page p on p.id = d.page_id
            where d.page_id is not null and ($1::uuid is null or d.incident_id = $1)
                and ($2::uuid is null or d.user_id = $2) and ($3::text is null or d.status = $3)
                and ($4::timestamptz is null or (d.created_at, d.id) < ($4, $5::uuid))
                and ($7::text is null or d.channel = $7)
            order by d.created_at desc, d.id desc limit $6""";
    static final String ATTEMPTS = """
            select delivery_id, n, started_at, outcome, detail from attempt
            where delivery_id = any($1) order by delivery_id, n""";

    private final Database database;

    public DeliveryListStore(Database database) {
        this.database = database;
    }

    /** What is looked for; what is null narrows nothing. */
    public record Filter(
            @Nullable UUID incident,
            @Nullable UUID user,
            @Nullable String status,
            @Nullable String channel) {
        public static Filter of(UUID user) {
            return new Filter(null, user, null, null);
        }
    }

    public Future<List<Delivery>> list(Filter filter, @Nullable Cursor after, int limit) {
        var arguments = Tuple.tuple()
                .addUUID(filter.incident())
                .addUUID(filter.user())
                .addString(filter.status())
                .addOffsetDateTime(after == null ? null : after.createdAt().atOffset(ZoneOffset.UTC))
                .addUUID(after == null ? null : after.id())
                .addInteger(limit)
                .addString(filter.channel());
        return database.query(LIST, arguments).compose(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return database.query(ATTEMPTS, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                    .map(attempts -> deliveries(rows, attempts(attempts)));
        });
    }

    private static Map<UUID, List<Delivery.Attempt>> attempts(RowSet<Row> rows) {
        Map<UUID, List<Delivery.Attempt>> attempts = new HashMap<>();
        for (var row : rows) {
            attempts.computeIfAbsent(row.getUUID("delivery_id"), first -> new ArrayList<>())
                    .add(new Delivery.Attempt(
                            row.getInteger("n"),
                            row.getOffsetDateTime("started_at").toInstant(),
                            row.getString("outcome"),
                            row.getString("detail")));
        }
        return attempts;
    }

    private static List<Delivery> deliveries(RowSet<Row> rows, Map<UUID, List<Delivery.Attempt>> attempts) {
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        for (var row : rows) {
            var paged = Json.read(row.getString("data"), Page.class).incident();
            OffsetDateTime sentAt = row.getOffsetDateTime("sent_at");
            deliveries.add(new Delivery(
                    row.getUUID("id"),
                    row.getUUID("page_id"),
                    row.getUUID("incident_id"),
                    paged.number(),
                    paged.title(),
                    row.getInteger("cycle"),
                    row.getUUID("user_id"),
                    row.getString("channel"),
                    row.getString("label"),
                    DeliveryStatus.of(row.getString("status")),
                    row.getString("detail"),
                    row.getString("receipt"),
                    attempts.getOrDefault(row.getUUID("id"), List.of()),
                    row.getOffsetDateTime("created_at").toInstant(),
                    sentAt == null ? null : sentAt.toInstant()));
        }
        return deliveries;
    }
}
