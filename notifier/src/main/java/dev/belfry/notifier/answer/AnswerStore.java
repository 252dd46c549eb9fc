package dev.belfry.notifier.answer;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.AnswerCode;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery}, {@code contact_method} and {@code page}, asked which messages an SMS answers. */
public final class AnswerStore {
    /** Which message a code was in follows from its id; there are as many SMS a day as somebody pays for. */
    static final String RECENT = """
            select d.id, d.digest_id, p.data, m.id as method, m.address
            from delivery d join page p on p.id = d.page_id join contact_method m on m.id = d.contact_method
            where d.channel = 'sms' and d.created_at > $1 and d.status in ('sending', 'sent', 'deferred')
            order by d.created_at desc limit 5000""";

    private final Database database;
    private final Seal seal;

    public AnswerStore(Database database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    /** The pages of the newest message with that code that went to that number since then. */
    Future<List<Page>> pages(String number, String code, Instant since) {
        return database.query(RECENT, Tuple.of(since.atOffset(ZoneOffset.UTC))).map(rows -> {
            List<Page> pages = new ArrayList<>();
            UUID message = null;
            for (var row : rows) {
                var id = Objects.requireNonNullElse(row.getUUID("digest_id"), row.getUUID("id"));
                boolean same =
                        message == null ? AnswerCode.of(id).equals(code) && isTo(row, number) : id.equals(message);
                if (same) {
                    message = id;
                    pages.add(Json.read(row.getString("data"), Page.class));
                }
            }
            return pages;
        });
    }

    private boolean isTo(Row row, @Nullable String number) {
        return ContactStore.destination(seal, row.getUUID("method"), Channel.SMS, row.getString("address"), null)
                .address()
                .equals(number);
    }
}
