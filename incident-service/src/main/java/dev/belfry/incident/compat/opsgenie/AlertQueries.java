package dev.belfry.incident.compat.opsgenie;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers what Opsgenie's clients ask about alerts and about their earlier requests. */
final class AlertQueries {
    private static final int MOST_DEEP = 20_000;
    /** A client may ask before its request has been read from the log: most are a few milliseconds old then. */
    private static final List<Integer> WAITS_MS = List.of(10, 20, 40, 80, 150, 200);

    private final Vertx vertx;
    private final SearchStore alerts;
    private final OpsgenieStore store;
    private final SavedSearchCommands searches;

    AlertQueries(Vertx vertx, SearchStore alerts, OpsgenieStore store, SavedSearchCommands searches) {
        this.vertx = vertx;
        this.alerts = alerts;
        this.store = store;
        this.searches = searches;
    }

    Future<Envelope> list(Asked asked) {
        int limit = asked.number("limit", 20, 1, 100);
        int offset = asked.number("offset", 0, 0, MOST_DEEP);
        var order = asked.query("order", "desc");
        if (limit < 0 || offset < 0 || offset + limit > MOST_DEEP) {
            return refused(
                    limit < 0 ? "limit" : "offset",
                    "Limit is 1 to 100, offset is at least 0, and both together are at most " + MOST_DEEP + ".");
        }
        if (!order.equals("asc") && !order.equals("desc")) {
            return refused("order", "Order is asc or desc.");
        }
        return queried(asked, query -> {
            var service = asked.door().serviceId();
            var page =
                    alerts.list(service, query, asked.query("sort", "createdAt"), order.equals("asc"), offset, limit);
            var count = alerts.count(service, query);
            return Future.all(page, count)
                    .map(both -> Envelope.list(
                            page.result().stream().map(OpsgenieAlert::brief).toList(),
                            paging(asked, offset, limit, count.result())));
        });
    }

    Future<Envelope> count(Asked asked) {
        return queried(
                asked,
                query -> alerts.count(asked.door().serviceId(), query)
                        .map(found -> Envelope.ok(Map.of("count", found))));
    }

    Future<Envelope> one(Asked asked, String identifier) {
        return with(asked, identifier, alert -> Future.succeededFuture(Envelope.ok(alert.whole())));
    }

    /** Belfry keeps of whom it paged in the incident's timeline, not by alert. */
    Future<Envelope> recipients(Asked asked, String identifier) {
        return with(asked, identifier, alert -> Future.succeededFuture(Envelope.ok(List.of())));
    }

    Future<Envelope> notes(Asked asked, String identifier) {
        return with(asked, identifier, alert -> lines(asked, alert, true));
    }

    Future<Envelope> logs(Asked asked, String identifier) {
        return with(asked, identifier, alert -> lines(asked, alert, false));
    }

    Future<Envelope> request(Asked asked, String request) {
        return isId(request)
                ? request(asked.door().serviceId(), UUID.fromString(request), 0)
                : Future.succeededFuture(Envelope.unprocessable("requestId", "Request id is not valid."));
    }

    private Future<Envelope> request(UUID service, UUID request, int tries) {
        return store.find(request, service).compose(found -> {
            if (found.isPresent()) {
                return Future.succeededFuture(Envelope.ok(outcome(found.get())));
            }
            return tries == WAITS_MS.size()
                    ? Future.succeededFuture(Envelope.notProcessed())
                    : vertx.timer(WAITS_MS.get(tries), TimeUnit.MILLISECONDS)
                            .compose(waited -> request(service, request, tries + 1));
        });
    }

    private static Map<String, Object> outcome(Carried carried) {
        var json = new LinkedHashMap<String, Object>();
        json.put("success", carried.success());
        json.put("isSuccess", carried.success());
        json.put("action", carried.action());
        json.put("processedAt", Envelope.time(carried.processedAt()));
        json.put("integrationId", carried.integrationId().toString());
        json.put("status", carried.status());
        json.put("alertId", carried.alertId() == null ? "" : carried.alertId().toString());
        json.put("alias", carried.alias());
        return json;
    }

    /** The query itself, or the saved one that is named; both must hold when both are given. */
    private Future<Envelope> queried(Asked asked, Function<AlertQuery, Future<Envelope>> step) {
        AlertQuery query;
        try {
            query = QueryParser.parse(asked.query("query", ""));
        } catch (IllegalArgumentException unreadable) {
            return refused("query", String.valueOf(unreadable.getMessage()));
        }
        var saved = asked.query("searchIdentifier", "");
        if (saved.isEmpty()) {
            return step.apply(query);
        }
        return searches.named(asked, saved)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Envelope.refused(404, "Saved search does not exist"))
                        : step.apply(new AlertQuery.And(
                                List.of(query, QueryParser.parse(found.get().query())))));
    }

    private Future<Envelope> with(Asked asked, String identifier, Function<OpsgenieAlert, Future<Envelope>> step) {
        var type = asked.query("identifierType", asked.query("alertIdentifierType", "id"));
        return find(asked, type, identifier)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(
                                Envelope.refused(404, "Alert with " + type + " [" + identifier + "] does not exist"))
                        : step.apply(found.get()));
    }

    private Future<Optional<OpsgenieAlert>> find(Asked asked, String type, String identifier) {
        var service = asked.door().serviceId();
        return switch (type) {
            case "alias" -> alerts.byAlias(service, asked.door().id(), identifier);
            case "tiny" ->
                identifier.matches("\\d{1,18}")
                        ? alerts.byTiny(service, Long.parseLong(identifier))
                        : Future.succeededFuture(Optional.empty());
            default ->
                isId(identifier)
                        ? alerts.byId(service, UUID.fromString(identifier))
                        : Future.succeededFuture(Optional.empty());
        };
    }

    private Future<Envelope> lines(Asked asked, OpsgenieAlert alert, boolean notes) {
        int limit = asked.number("limit", 100, 1, 100);
        var offset = asked.query("offset", "");
        if (limit < 0 || !offset.matches("\\d{0,18}")) {
            return refused(limit < 0 ? "limit" : "offset", "Limit is 1 to 100, offset is one of an answer before.");
        }
        boolean back = asked.query("direction", "next").equals("prev");
        boolean ascending = asked.query("order", "desc").equals("asc") != back;
        long start = ascending ? -1 : Long.MAX_VALUE;
        long beyond = offset.isEmpty() ? start : Long.parseLong(offset);
        return store.lines(alert.id(), notes, ascending, beyond, limit).map(found -> {
            var lines = new ArrayList<>(found);
            var begin = new LogLine(0, alert.id(), alert.createdAt(), "change", "System", "Alert created via API");
            if (!notes && ascending && beyond < 0) {
                lines.addFirst(begin);
            } else if (!notes && !ascending && beyond > 0 && found.size() < limit) {
                lines.addLast(begin);
            }
            var page = new ArrayList<>(lines.subList(0, Math.min(limit, lines.size())));
            if (back) {
                Collections.reverse(page);
            }
            var paging = new LinkedHashMap<String, String>();
            if (page.size() == limit) {
                var last = Long.toString(page.getLast().seq());
                paging.put("next", asked.address(Map.of("offset", last, "direction", "next")));
            }
            return Envelope.list(page.stream().map(AlertQueries::line).toList(), paging);
        });
    }

    private static Map<String, Object> line(LogLine line) {
        var json = new LinkedHashMap<String, Object>();
        if (line.kind().equals("note")) {
            json.put("note", line.text());
        } else {
            json.put("log", line.text());
            json.put("type", line.seq() == 0 ? "system" : "api");
        }
        json.put("owner", line.owner());
        json.put("createdAt", Envelope.time(line.at()));
        json.put("offset", Long.toString(line.seq()));
        return json;
    }

    private static Map<String, String> paging(Asked asked, int offset, int limit, long found) {
        var paging = new LinkedHashMap<String, String>();
        long last = found == 0 ? 0 : (found - 1) / limit * limit;
        if (offset > 0) {
            paging.put("prev", page(asked, Math.max(0, offset - limit), limit));
        }
        if (offset + limit < found) {
            paging.put("next", page(asked, offset + limit, limit));
        }
        paging.put("first", page(asked, 0, limit));
        paging.put("last", page(asked, Math.min(last, MOST_DEEP - limit), limit));
        return paging;
    }

    private static String page(Asked asked, long offset, int limit) {
        var changed = new LinkedHashMap<String, String>();
        changed.put("limit", Integer.toString(limit));
        changed.put("offset", Long.toString(offset));
        return asked.address(changed);
    }

    private static Future<Envelope> refused(String field, String reason) {
        return Future.succeededFuture(Envelope.unprocessable(field, reason));
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
}
