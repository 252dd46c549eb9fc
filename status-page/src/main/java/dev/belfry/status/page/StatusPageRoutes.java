package dev.belfry.status.page;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /status-pages}: the pages a team keeps. */
public final class StatusPageRoutes {
    private record Body(
            String name,
            String slug,
            @Nullable String domain,
            @Nullable String timeZone) {}

    private final Host host;
    private final StatusPageStore pages;
    private final Changes changes;

    public StatusPageRoutes(Host host, StatusPageStore pages, Changes changes) {
        this.host = host;
        this.pages = pages;
        this.changes = changes;
    }

    public void bind(Api api) {
        api.on(
                "listStatusPages",
                Role.VIEWER,
                call -> pages.all(host.database()).map(all -> Reply.list(call, all, null)));
        api.on(
                "getStatusPage",
                Role.VIEWER,
                call -> pages.find(host.database(), call.id("id"))
                        .map(found -> found.map(page -> Reply.ok(page, page.version()))
                                .orElse(Reply.notFound("status page", "/api/v1/status-pages"))));
        api.on("createStatusPage", Role.MANAGER, this::create);
        api.on("updateStatusPage", Role.MANAGER, this::update);
    }

    private Future<Reply> create(Call call) {
        var body = call.body(Body.class);
        if (!isZone(body.timeZone())) {
            return Future.succeededFuture(notAZone());
        }
        var page = page(call.newId(), body);
        return host.database()
                .transact(tx -> pages.insert(tx, page))
                .map(inserted -> inserted.map(
                                made -> Reply.created("/api/v1/status-pages/" + made.id(), made, made.version()))
                        .orElse(taken()))
                .onSuccess(done -> changes.changed());
    }

    private Future<Reply> update(Call call) {
        var body = call.body(Body.class);
        if (!isZone(body.timeZone())) {
            return Future.succeededFuture(notAZone());
        }
        var page = page(call.id("id"), body);
        return pages.find(host.database(), page.id())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Reply.notFound("status page", "/api/v1/status-pages"))
                        : host.database()
                                .transact(tx -> pages.update(tx, page, call.ifMatch()))
                                .map(updated -> updated.map(made -> Reply.ok(made, made.version()))
                                        .orElse(Reply.stale())))
                .recover(failure -> StatusPageStore.isTaken(failure)
                        ? Future.succeededFuture(taken())
                        : Future.failedFuture(failure))
                .onSuccess(done -> changes.changed());
    }

    private static Reply taken() {
        return Reply.conflict("Another page has this slug or domain.");
    }

    private StatusPage page(UUID id, Body body) {
        var now = host.clock().instant();
        var zone = body.timeZone() == null ? "Etc/UTC" : body.timeZone();
        return new StatusPage(id, 1, 1, body.name(), body.slug(), body.domain(), zone, now, now);
    }

    private static boolean isZone(@Nullable String zone) {
        try {
            return zone == null || ZoneId.of(zone) != null;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static Reply notAZone() {
        return Reply.invalid(new Problem.Field("#/timeZone", "must be an IANA time zone such as Europe/Berlin"));
    }
}
