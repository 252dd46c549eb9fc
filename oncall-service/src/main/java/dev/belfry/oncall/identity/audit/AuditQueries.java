package dev.belfry.oncall.identity.audit;

import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the audit log. */
public final class AuditQueries {
    private final Database database;

    public AuditQueries(Database database) {
        this.database = database;
    }

    /** @param before the entry that the page before ended with; null for the newest */
    Future<List<AuditEntry>> entries(AuditFilter filter, @Nullable UUID before, int limit) {
        return AuditStore.entries(database::query, filter, before, limit);
    }
}
