package dev.belfry.notifier.edit;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code delivery}, as far as messages that were sent stand in chats. */
public final class EditStore {
    /** Whoever claims one has so long to change it; a turn that began in between is not ended by the one before. */
    static final String CLAIM = """
            with claimed as (
                update delivery set edit_due = clock_timestamp() + interval '30 seconds', edit_turn = edit_turn + 1,
                    edit_tries = edit_tries + 1
                where id in (
                    select id from delivery where edit_due <= statement_timestamp()
                    order by edit_due limit $1 for update skip locked)
                returning id, page_id, incident_id, channel, contact_method, account_id, receipt, shown, edit_turn,
                    edit_tries)
            select c.*, p.data, m.address, m.secret, m.disabled, g.version, g.status, g.cycle, g.reason
            from claimed c join page p on p.id = c.page_id
            left join contact_method m on m.id = c.contact_method
            left join incident_guard g on g.incident_id = c.incident_id""";

    static final String END = """
            update delivery set shown = $3, edit_due = null where id = $1 and edit_turn = $2""";
    static final String LATER = """
            update delivery set edit_due = clock_timestamp() + $3::bigint * interval '1 millisecond'
            where id = $1 and edit_turn = $2""";
    static final String FIRST = """
            select receipt from delivery
            where incident_id = $1 and page_id is not null and contact_method = $2 and shown is not null
                and status = 'sent' and receipt is not null
            order by created_at, id limit 1""";

    private final Database database;
    private final Seal seal;

    public EditStore(Database database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    /**
     * A message that may say what is not so any more.
     *
     * @param to null when its contact method is gone or disabled
     * @param shown how its incident stood when it was last changed; empty as sent
     * @param turn what has to be named to end it
     */
    record Message(
            UUID delivery,
            Page page,
            @Nullable Destination to,
            @Nullable UUID account,
            String receipt,
            String shown,
            @Nullable Guard guard,
            int turn,
            int tries) {}

    Future<List<Message>> claim(int most) {
        return database.query(CLAIM, Tuple.of(most)).map(rows -> {
            List<Message> messages = new ArrayList<>(rows.size());
            rows.forEach(row -> messages.add(message(row)));
            return messages;
        });
    }

    Future<Void> end(Message message, String shown) {
        return database.query(END, Tuple.of(message.delivery(), message.turn(), shown))
                .mapEmpty();
    }

    Future<Void> later(Message message, Duration wait) {
        return database.query(LATER, Tuple.of(message.delivery(), message.turn(), wait.toMillis()))
                .mapEmpty();
    }

    /** By what the provider knows the first message of the incident through that contact method; null when there is none. */
    public Future<@Nullable String> first(UUID contactMethod, UUID incident) {
        return database.query(FIRST, Tuple.of(incident, contactMethod))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString("receipt"));
    }

    private Message message(Row row) {
        var page = Json.read(row.getString("data"), Page.class);
        var address = row.getString("address");
        var to = address == null || row.getString("disabled") != null
                ? null
                : ContactStore.destination(
                        seal,
                        row.getUUID("contact_method"),
                        Channel.of(row.getString("channel")),
                        address,
                        row.getString("secret"));
        var status = row.getString("status");
        var guard = status == null
                ? null
                : new Guard(
                        page.incidentId(),
                        row.getLong("version"),
                        IncidentStatus.valueOf(status),
                        row.getInteger("cycle"),
                        row.getString("reason"));
        return new Message(
                row.getUUID("id"),
                page,
                to,
                row.getUUID("account_id"),
                row.getString("receipt"),
                row.getString("shown"),
                guard,
                row.getInteger("edit_turn"),
                row.getInteger("edit_tries"));
    }
}
