package dev.belfry.oncall.people;

import dev.belfry.oncall.answer.RowStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** API tokens in the database, without their secrets. */
final class TokenStore {
    static final String INSERT = """
            insert into token (id, person_id, name, role, prefix, hash, expires_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict do nothing""";
    static final String TOKENS = "select * from token where id > $1 order by id limit $2";
    static final String DELETE = "delete from token where id = $1";

    private TokenStore() {}

    /** False when there is this token already. */
    static Future<Boolean> insert(RowStore rows, Token token) {
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(token.id())
                                .addUUID(token.user())
                                .addString(token.name())
                                .addString(token.role())
                                .addString(token.prefix())
                                .addString(token.hash())
                                .addOffsetDateTime(RowStore.time(token.expiresAt()))
                                .addOffsetDateTime(RowStore.time(token.createdAt())))
                .map(result -> result.rowCount() > 0);
    }

    static Future<List<Token>> tokens(RowStore rows, UUID after, int limit) {
        return rows.query(TOKENS, Tuple.of(after, limit)).map(found -> RowStore.all(found, TokenStore::token));
    }

    static Future<Boolean> delete(RowStore rows, UUID id) {
        return rows.query(DELETE, Tuple.of(id)).map(result -> result.rowCount() > 0);
    }

    private static Token token(Row row) {
        return new Token(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("role"),
                row.getString("prefix"),
                row.getUUID("person_id"),
                RowStore.instant(row, "created_at"),
                RowStore.optionalInstant(row, "expires_at"),
                row.getString("hash"),
                null);
    }
}
