package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.incident.lifecycle.IncidentSearch;
import dev.belfry.incident.incident.search.Match;
import dev.belfry.incident.incident.search.MatchQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds incidents by what is written about them, and services by a part of their name; what the on-call service knows is fetched into the page. */
public final class SearchPages {
    private static final int MOST_OF_A_KIND = 8;
    private static final int LONGEST = 200;

    private final IncidentListStore incidents;
    private final CatalogStore catalog;
    private final MatchQueries where;

    public SearchPages(IncidentListStore incidents, CatalogStore catalog, MatchQueries where) {
        this.incidents = incidents;
        this.catalog = catalog;
        this.where = where;
    }

    public void on(Console console) {
        console.get("/search", Role.VIEWER, this::search);
    }

    private Future<Page> search(PageCall call) {
        var said = call.query("q");
        var text = said == null ? "" : said.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Future.succeededFuture(page(text, List.of(), List.of(), Map.of()));
        }
        var wanted = IncidentSearch.of(IncidentFilter.ALL, text, MOST_OF_A_KIND);
        var found = incidents
                .search(wanted)
                .map(rows -> rows.stream()
                        .map(held -> IncidentView.of(held, null))
                        // What is open comes first, each part the newest first.
                        .sorted(Comparator.comparing(incident -> incident.status() == IncidentStatus.RESOLVED))
                        .toList());
        var services = catalog.named(text, MOST_OF_A_KIND);
        var matches = found.compose(
                rows -> where.matches(rows.stream().map(IncidentView::id).toList(), text));
        return Future.all(found, services, matches)
                .map(all -> page(text, found.result(), services.result(), matches.result()));
    }

    private static Page page(
            String text, List<IncidentView> incidents, List<Service> services, Map<UUID, Match> matches) {
        var query = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return new Page(
                "Search",
                "",
                "search.jte",
                Map.of("text", text, "query", query, "incidents", incidents, "services", services, "matches", matches));
    }
}
