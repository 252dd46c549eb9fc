package dev.belfry.oncall.identity.audit;

import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of the audit log. */
public final class AuditRoutes {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final AuditQueries queries;

    public AuditRoutes(AuditQueries queries) {
        this.queries = queries;
    }

    public void on(Api api) {
        api.on("listAuditEntries", Role.ADMIN, this::list);
    }

    private Future<Reply> list(Call call) {
        Instant from;
        Instant to;
        try {
            from = instant(call.query("from"));
            to = instant(call.query("to"));
        } catch (DateTimeException unreadable) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: from, to", "this is not a time such as 2026-01-05T09:00:00Z")));
        }
        AuditFilter filter = new AuditFilter(
                call.query("actor"), call.query("action"), id(call.query("object")), id(call.query("team")), from, to);
        return AnswerRoutes.list(
                call,
                (cursor, limit) -> queries.entries(filter, cursor.equals(BEFORE_ALL) ? null : cursor, limit),
                AuditEntry::id,
                Future::succeededFuture);
    }

    private static @Nullable UUID id(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', '+'));
        if (time.getYear() < 1970 || time.getYear() > 2200) {
            throw new DateTimeException("nobody keeps a log for so long");
        }
        return time.toInstant();
    }
}
