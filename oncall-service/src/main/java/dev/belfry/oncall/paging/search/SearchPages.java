package dev.belfry.oncall.paging.search;

import dev.belfry.oncall.identity.row.RowStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the palette and the page of all results ask of this service. */
public final class SearchPages {
    private static final int MOST_OF_A_KIND = 5;
    private static final int LONGEST = 200;

    private final RowStore rows;

    public SearchPages(RowStore rows) {
        this.rows = rows;
    }

    public void on(Console console) {
        console.get("/on-call/search", Role.VIEWER, this::search);
    }

    private Future<Page> search(PageCall call) {
        String said = call.query("q");
        String text = said == null ? "" : said.strip();
        Future<List<Hit>> found = text.isEmpty() || text.length() > LONGEST
                ? Future.succeededFuture(List.of())
                : SearchStore.find(rows, text.startsWith("@") ? text.substring(1) : text, MOST_OF_A_KIND);
        return found.map(hits -> new Page(
                "Search",
                "",
                "search.jte",
                Map.of("text", text, "query", URLEncoder.encode(text, StandardCharsets.UTF_8), "hits", hits)));
    }
}
