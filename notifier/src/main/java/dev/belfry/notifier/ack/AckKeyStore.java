package dev.belfry.notifier.ack;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;

/** The key that signs acknowledge links, made once and shared by all replicas through the {@code secret_key} table. */
public final class AckKeyStore {
    static final String KEEP_FIRST = """
            insert into secret_key (name, key) values ('ack-link', $1)
            on conflict (name) do update set name = excluded.name
            returning key""";

    private final Database database;

    public AckKeyStore(Database database) {
        this.database = database;
    }

    /** The key there is, else the one proposed. */
    public Future<byte[]> keepFirst(byte[] proposed) {
        return database.query(KEEP_FIRST, Tuple.of(Buffer.buffer(proposed)))
                .map(rows -> rows.iterator().next().getBuffer("key").getBytes());
    }
}
