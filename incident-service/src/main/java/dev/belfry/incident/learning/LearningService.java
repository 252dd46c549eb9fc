package dev.belfry.incident.learning;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.incident.draft.DraftQueries;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.role.RoleStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.learning.action.ActionItemCommands;
import dev.belfry.incident.learning.action.ActionItemPages;
import dev.belfry.incident.learning.action.ActionItemRoutes;
import dev.belfry.incident.learning.action.ActionItemStore;
import dev.belfry.incident.learning.action.DueSweep;
import dev.belfry.incident.learning.postmortem.ChaseSweep;
import dev.belfry.incident.learning.postmortem.ExportQueries;
import dev.belfry.incident.learning.postmortem.PostmortemCommands;
import dev.belfry.incident.learning.postmortem.PostmortemPages;
import dev.belfry.incident.learning.postmortem.PostmortemRoutes;
import dev.belfry.incident.learning.postmortem.PostmortemStore;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.time.Duration;

/** Wires postmortems and action items. */
public record LearningService(
        Host host,
        IncidentStore incidents,
        TimelineStore timeline,
        Directory directory,
        PostmortemStore postmortems,
        PostmortemCommands postmortemCommands,
        ActionItemStore actions,
        ActionItemCommands actionCommands,
        DraftQueries drafts,
        ExportQueries exports) {
    private static final Duration LOOKED = Duration.ofSeconds(20);

    public static LearningService wire(
            Host host,
            IncidentStore incidents,
            RoleStore roles,
            TimelineStore timeline,
            Directory directory,
            DraftQueries drafts) {
        var database = host.database();
        var clock = host.clock();
        var ids = host.ids();
        var postmortems = new PostmortemStore(database);
        var writing = new PostmortemCommands(database, incidents, roles, postmortems, timeline, directory, clock, ids);
        var actions = new ActionItemStore(database);
        var acting = new ActionItemCommands(database, incidents, actions, directory, clock, ids);
        host.sweep("postmortems", LOOKED, new ChaseSweep(postmortems, writing, clock)::look);
        host.sweep("action-items", LOOKED, new DueSweep(actions, acting, clock)::look);
        return new LearningService(
                host,
                incidents,
                timeline,
                directory,
                postmortems,
                writing,
                actions,
                acting,
                drafts,
                new ExportQueries(host.vertx(), postmortems, actions));
    }

    public void on(Api api) {
        new PostmortemRoutes(postmortems, postmortemCommands, exports).on(api);
        new ActionItemRoutes(incidents, actions, actionCommands).on(api);
    }

    public void on(Console console) {
        new PostmortemPages(incidents, postmortems, postmortemCommands, actions, timeline, directory, drafts, exports)
                .on(console, host.router());
        new ActionItemPages(incidents, actions, actionCommands, directory, host.ids()).on(console);
    }
}
