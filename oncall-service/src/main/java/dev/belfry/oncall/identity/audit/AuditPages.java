package dev.belfry.oncall.identity.audit;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The audit log for administrators, the newest first. */
public final class AuditPages {
    private static final int A_PAGE = 50;

    private final AuditQueries queries;

    public AuditPages(AuditQueries queries) {
        this.queries = queries;
    }

    /** One line of the page. */
    public record Line(AuditEntry entry, String detail) {}

    public void on(Console console) {
        console.get("/audit", Role.ADMIN, this::page);
    }

    private Future<Page> page(PageCall call) {
        String action = call.query("action");
        String shown = action != null && action.matches("[a-z.-]{1,60}") ? action : "";
        AuditFilter filter =
                new AuditFilter(null, shown.isEmpty() ? null : shown, Uuids.of(call.query("object")), null, null, null);
        return queries.entries(filter, Uuids.of(call.query("before")), A_PAGE + 1)
                .map(found -> {
                    boolean more = found.size() > A_PAGE;
                    List<Line> lines = found.stream()
                            .limit(A_PAGE)
                            .map(entry -> new Line(entry, Json.text(entry.detail())))
                            .toList();
                    String next = more ? lines.getLast().entry().id().toString() : "";
                    return new Page(
                            "Audit log", "admin", "audit.jte", Map.of("lines", lines, "action", shown, "next", next));
                });
    }
}
