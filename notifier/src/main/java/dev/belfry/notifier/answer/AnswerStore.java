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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery}, {@code contact_method} and {@code page}, asked which messages somebody answers. */
public final class AnswerStore {
    /** Which message a code was in follows from its id; there are as many SMS a day as somebody pays for. */
    static final String RECENT = """
            select d.id, d.digest_id, p.data, m.id as method, m.address
            from delivery d join page p on p.id = d.page_id join contact_method m on m.id = d.contact_method
            where d.channel = 'sms' and d.created_at > $1 and d.status in ('sending', 'sent', 'deferred')
            order by d.created_at desc limit 5000""";

    /** By its id, or that of the digest: what it was about, and by which addresses its person has that channel now. */
    static final String MESSAGE = """
            select p.data, p.id, m.id as method, m.address
            from delivery d join page p on p.id = d.page_id
                join contact_method own on own.id = d.contact_method and own.disabled is null
                join contact_method m on m.user_id = d.user_id and m.type = d.channel and m.disabled is null
            where (d.id = $1 or d.digest_id = $1) and d.channel = $2 and d.created_at > $3
            order by p.requested_at, p.id limit 5000""";

    private final Database database;
    private final Seal seal;

    /**
     * A message that somebody answers.
     *
     * @param addresses by which the provider knows the person it went to
     */
    record Message(List<Page> pages, Set<String> addresses) {}

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

    Future<Message> message(UUID id, Channel channel, Instant since) {
        return database.query(MESSAGE, Tuple.of(id, channel.word(), since.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<UUID, Page> pages = new LinkedHashMap<>();
                    Map<UUID, String> addresses = new HashMap<>();
                    for (var row : rows) {
                        pages.computeIfAbsent(row.getUUID("id"), first -> Json.read(row.getString("data"), Page.class));
                        addresses.computeIfAbsent(row.getUUID("method"), method -> address(row, channel));
                    }
                    return new Message(List.copyOf(pages.values()), Set.copyOf(addresses.values()));
                });
    }

    private String address(Row row, Channel channel) {
        return ContactStore.destination(seal, row.getUUID("method"), channel, row.getString("address"), null)
                .address();
    }

    private boolean isTo(Row row, @Nullable String number) {
        return address(row, Channel.SMS).equals(number);
    }
}
