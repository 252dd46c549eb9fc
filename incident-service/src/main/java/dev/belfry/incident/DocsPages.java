package dev.belfry.incident;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** The API documentation: each service's OpenAPI document, drawn by Swagger UI. */
final class DocsPages {
    private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/5.35.0/";
    private static final Map<String, String> DOCUMENTS = documents();

    private static Map<String, String> documents() {
        Map<String, String> documents = new LinkedHashMap<>();
        documents.put("incident", "Incidents, services, integrations");
        documents.put("oncall", "People, schedules, escalation policies");
        documents.put("notifier", "Contact methods and deliveries");
        documents.put("status", "Status pages");
        return documents;
    }

    void on(Console console) {
        console.asset("swagger-ui.css", SWAGGER + "swagger-ui.css")
                .asset("swagger-ui.js", SWAGGER + "swagger-ui-bundle.js")
                .asset("docs.js", "assets/docs.js")
                .get("/docs", Role.VIEWER, DocsPages::docs);
    }

    private static Future<Page> docs(PageCall call) {
        var asked = call.query("api");
        var shown = asked != null && DOCUMENTS.containsKey(asked) ? asked : "incident";
        return Future.succeededFuture(
                new Page("API documentation", "", "docs.jte", Map.of("documents", DOCUMENTS, "shown", shown)));
    }
}
