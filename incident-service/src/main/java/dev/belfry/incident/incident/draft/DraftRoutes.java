package dev.belfry.incident.incident.draft;

import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.Locale;

/** Drafts over the API. */
public final class DraftRoutes {
    private final IncidentStore incidents;
    private final DraftQueries drafts;

    private record DraftInput(String kind) {}

    public DraftRoutes(IncidentStore incidents, DraftQueries drafts) {
        this.incidents = incidents;
        this.drafts = drafts;
    }

    public void on(Api api) {
        api.on("draftText", Role.RESPONDER, this::draft);
    }

    private Future<Reply> draft(Call call) {
        var kind = DraftKind.valueOf(call.body(DraftInput.class).kind().toUpperCase(Locale.ROOT));
        return incidents
                .find(call.id("id"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.reply())
                        : drafts.draft(kind, found.get().incident()).map(drafted -> switch (drafted) {
                            case Drafted.Text text -> Reply.ok(text);
                            case Drafted.Unavailable no -> Reply.problem(503, no.reason());
                            case Drafted.Off off ->
                                Reply.conflict(
                                        "Drafting is off. Set BELFRY_DRAFT_URL and BELFRY_DRAFT_MODEL to turn it on.");
                        }));
    }
}
