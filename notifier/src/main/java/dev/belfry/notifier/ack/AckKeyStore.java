package dev.belfry.notifier.ack;

import dev.belfry.notifier.seal.Seal;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The key that signs acknowledge links, made once and shared by all replicas through the {@code secret_key} table, where it is
 * sealed.
 */
public final class AckKeyStore {
    static final String KEEP_FIRST = """
            insert into secret_key (name, key) values ('ack-link', $1)
            on conflict (name) do update set name = excluded.name
            returning key""";
    static final String RENEW = "update secret_key set key = $2 where name = 'ack-link' and key = $1";
    private static final String PLACE = "secret_key.key/ack-link";

    private final Database database;
    private final Seal seal;

    public AckKeyStore(Database database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    /** The key there is, else the one proposed; either is sealed under the newest key from now on. */
    public Future<byte[]> keepFirst(byte[] proposed) {
        return database.query(KEEP_FIRST, Tuple.of(Buffer.buffer(sealed(proposed))))
                .compose(rows -> {
                    var kept = rows.iterator().next().getBuffer("key");
                    var text = kept.toString(StandardCharsets.US_ASCII);
                    if (text.startsWith(seal.newest())) {
                        return Future.succeededFuture(opened(text));
                    }
                    var key = text.startsWith(Seal.PREFIX) ? opened(text) : kept.getBytes();
                    return database.query(RENEW, Tuple.of(kept, Buffer.buffer(sealed(key))))
                            .map(renewed -> key);
                });
    }

    private String sealed(byte[] key) {
        return seal.seal(Base64.getEncoder().encodeToString(key), PLACE);
    }

    private byte[] opened(String sealed) {
        return Base64.getDecoder().decode(seal.open(sealed, PLACE));
    }
}
