package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.database.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** API tokens in the database, without their secrets. */
final class TokenStore {
    static final String INSERT = """
            insert into token (id, person_id, name, role, prefix, hash, expires_at, created_at, team_id, scopes)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict do nothing""";
    static final String TOKENS = "select * from token where id > $1 order by id limit $2";
    static final String OF = "select * from token where person_id = $1 order by id limit 200";
    static final String DELETE = "delete from token where id = $1 and ($2::uuid is null or person_id = $2) returning *";
    static final String USED = """
            update token t set last_used_at = u.at
            from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
            where t.id = u.id and (t.last_used_at is null or t.last_used_at < u.at)""";
    static final String SEEN = """
            update session s set last_seen_at = u.at
            from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
            where s.id = u.id and s.last_seen_at < u.at""";

    private TokenStore() {}

    /** False when there is this token already. */
    static Future<Boolean> insert(RowStore rows, Token token) {
        List<String> scopes = token.scopes();
        return rows.query(
                        INSERT,
                        Tuple.tuple()
                                .addUUID(token.id())
                                .addUUID(token.user())
                                .addString(token.name())
                                .addString(token.role())
                                .addString(token.prefix())
                                .addString(token.hash())
                                .addOffsetDateTime(Columns.optionalUtc(token.expiresAt()))
                                .addOffsetDateTime(Columns.optionalUtc(token.createdAt()))
                                .addUUID(token.team())
                                .addArrayOfString(scopes == null ? null : scopes.toArray(String[]::new)))
                .map(result -> result.rowCount() > 0);
    }

    static Future<List<Token>> tokens(RowStore rows, UUID after, int limit) {
        return rows.query(TOKENS, Tuple.of(after, limit)).map(found -> RowStore.all(found, TokenStore::token));
    }

    /** The tokens of a person. */
    static Future<List<Token>> of(RowStore rows, UUID person) {
        return rows.query(OF, Tuple.of(person)).map(found -> RowStore.all(found, TokenStore::token));
    }

    /** @param owner whose it must be; null for anybody's */
    static Future<@Nullable Token> delete(RowStore rows, UUID id, @Nullable UUID owner) {
        return rows.query(DELETE, Tuple.tuple().addUUID(id).addUUID(owner))
                .map(found -> RowStore.one(found, TokenStore::token));
    }

    /** Tokens, and sessions alike, were used. */
    static Future<Void> used(RowStore rows, Map<UUID, Instant> uses) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(uses.keySet().toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(
                        uses.values().stream().map(Columns::optionalUtc).toArray(java.time.OffsetDateTime[]::new));
        return rows.query(USED, arguments)
                .compose(done -> rows.query(SEEN, arguments))
                .mapEmpty();
    }

    private static Token token(Row row) {
        String[] scopes = row.getArrayOfStrings("scopes");
        return new Token(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("role"),
                row.getString("prefix"),
                row.getUUID("person_id"),
                row.getUUID("team_id"),
                scopes == null ? null : List.of(scopes),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "last_used_at"),
                row.getString("hash"),
                null);
    }
}
