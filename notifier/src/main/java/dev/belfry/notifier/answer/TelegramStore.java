package dev.belfry.notifier.answer;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code provider_poll} table: one replica fetches the answers of an account, and goes on where the last one ended. */
final class TelegramStore {
    static final String HOLD = """
            insert into provider_poll (account_id, owner, held_until)
            select id, $2, clock_timestamp() + $3::bigint * interval '1 millisecond' from provider_account where id = $1
            on conflict (account_id) do update set owner = excluded.owner, held_until = excluded.held_until
            where provider_poll.owner = excluded.owner or provider_poll.held_until <= statement_timestamp()
            returning next_offset""";
    static final String READ = """
            update provider_poll set next_offset = $3 where account_id = $1 and owner = $2""";
    static final String RELEASE = "update provider_poll set held_until = statement_timestamp() where owner = $1";

    private final Database database;

    TelegramStore(Database database) {
        this.database = database;
    }

    /** From where on this replica reads; null while another one does. */
    Future<@Nullable Long> hold(UUID account, UUID owner, Duration lease) {
        return database.query(HOLD, Tuple.of(account, owner, lease.toMillis()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong("next_offset"));
    }

    Future<Void> read(UUID account, UUID owner, long next) {
        return database.query(READ, Tuple.of(account, owner, next)).mapEmpty();
    }

    Future<Void> release(UUID owner) {
        return database.query(RELEASE, Tuple.of(owner)).mapEmpty();
    }
}
