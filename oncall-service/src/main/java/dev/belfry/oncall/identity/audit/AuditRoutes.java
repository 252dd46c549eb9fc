package dev.belfry.oncall.identity.audit;

import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.UUID;

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
        AuditFilter filter = new AuditFilter(
                call.query("actor"),
                call.query("action"),
                call.uuid("object"),
                call.uuid("team"),
                call.instant("from"),
                call.instant("to"),
                null);
        return AnswerRoutes.list(
                call,
                (cursor, limit) -> queries.entries(filter, cursor.equals(BEFORE_ALL) ? null : cursor, limit),
                AuditEntry::id,
                Future::succeededFuture);
    }
}
