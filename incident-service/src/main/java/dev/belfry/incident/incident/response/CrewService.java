package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.incident.acknowledgement.AcknowledgeCommands;
import dev.belfry.incident.incident.acknowledgement.AcknowledgeStore;
import dev.belfry.incident.incident.acknowledgement.AcknowledgeSweep;
import dev.belfry.incident.incident.draft.DraftQueries;
import dev.belfry.incident.incident.draft.DraftRoutes;
import dev.belfry.incident.incident.field.FieldCommands;
import dev.belfry.incident.incident.field.FieldPages;
import dev.belfry.incident.incident.field.FieldRoutes;
import dev.belfry.incident.incident.field.FieldStore;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.link.LinkCommands;
import dev.belfry.incident.incident.link.LinkRoutes;
import dev.belfry.incident.incident.link.LinkStore;
import dev.belfry.incident.incident.role.RoleCommands;
import dev.belfry.incident.incident.role.RoleRoutes;
import dev.belfry.incident.incident.role.RoleStore;
import dev.belfry.incident.incident.role.RoleView;
import dev.belfry.incident.incident.runbook.RunbookCommands;
import dev.belfry.incident.incident.runbook.RunbookPages;
import dev.belfry.incident.incident.runbook.RunbookRoutes;
import dev.belfry.incident.incident.runbook.RunbookStore;
import dev.belfry.incident.incident.severity.ResponseRuleCommands;
import dev.belfry.incident.incident.severity.ResponseRulePages;
import dev.belfry.incident.incident.severity.ResponseRuleRoutes;
import dev.belfry.incident.incident.severity.ResponseRuleStore;
import dev.belfry.incident.incident.task.TaskCommands;
import dev.belfry.incident.incident.task.TaskRoutes;
import dev.belfry.incident.incident.task.TaskStore;
import dev.belfry.incident.incident.timeline.TimelineStore;
import dev.belfry.incident.incident.update.PostCommands;
import dev.belfry.incident.incident.update.UpdateCommands;
import dev.belfry.incident.incident.update.UpdateRoutes;
import dev.belfry.incident.incident.update.UpdateStore;
import dev.belfry.incident.incident.update.UpdateSweep;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Wires what people do about an incident: roles, tasks, updates, runbooks, and the rules of the severities. */
public record CrewService(
        IncidentStore incidents,
        RoleStore roles,
        RoleCommands roleCommands,
        TaskStore tasks,
        TaskCommands taskCommands,
        LinkStore links,
        LinkCommands linkCommands,
        UpdateStore updates,
        UpdateCommands updateCommands,
        PostCommands posts,
        ResponseRuleStore rules,
        ResponseRuleCommands ruleCommands,
        RunbookStore runbooks,
        RunbookCommands runbookCommands,
        FieldStore fields,
        FieldCommands fieldCommands,
        DraftQueries drafts,
        AcknowledgeStore acknowledges,
        CatalogStore catalog) {
    private static final Duration LOOKED = Duration.ofSeconds(5);

    public static CrewService wire(
            Host host,
            IncidentStore incidents,
            IncidentCommands commands,
            TimelineStore timeline,
            CatalogStore catalog,
            Directory directory,
            DraftQueries drafts) {
        var database = host.database();
        var clock = host.clock();
        var ids = host.ids();
        var deeds = new DeedCommands(database, incidents, timeline, clock, ids);
        var roles = new RoleStore(database);
        var tasks = new TaskStore(database);
        var links = new LinkStore(database);
        var updates = new UpdateStore(database);
        var rules = new ResponseRuleStore(database);
        var runbooks = new RunbookStore(database);
        var fields = new FieldStore(database);
        var posts = new PostCommands(incidents, updates, deeds, directory);
        var sending = new UpdateCommands(database, incidents, roles, updates, deeds, posts, directory, clock);
        var acknowledges = new AcknowledgeStore(database);
        var letting = new AcknowledgeCommands(database, incidents, commands, acknowledges, clock);
        host.sweep("acknowledges", LOOKED, new AcknowledgeSweep(acknowledges, letting, clock)::look);
        host.sweep("updates", LOOKED, new UpdateSweep(updates, sending, clock)::look);
        return new CrewService(
                incidents,
                roles,
                new RoleCommands(roles, deeds, directory, clock, ids),
                tasks,
                new TaskCommands(tasks, deeds, directory, clock),
                links,
                new LinkCommands(links, deeds, clock),
                updates,
                sending,
                posts,
                rules,
                new ResponseRuleCommands(database, rules, directory),
                runbooks,
                new RunbookCommands(database, runbooks, deeds, catalog, clock),
                fields,
                new FieldCommands(database, fields, incidents, commands, deeds, catalog),
                drafts,
                acknowledges,
                catalog);
    }

    public void on(Api api) {
        new RoleRoutes(incidents, roles, roleCommands, rules).on(api);
        new TaskRoutes(incidents, tasks, taskCommands).on(api);
        new LinkRoutes(incidents, links, linkCommands).on(api);
        new UpdateRoutes(incidents, updates, updateCommands, rules).on(api);
        new ResponseRuleRoutes(rules, ruleCommands).on(api);
        new RunbookRoutes(incidents, runbooks, runbookCommands).on(api);
        new FieldRoutes(incidents, fields, fieldCommands).on(api);
        new DraftRoutes(incidents, drafts).on(api);
    }

    public void on(Console console, Host host, Directory directory) {
        new CrewPages(incidents, this, directory, host.ids()).on(console);
        new UpdatePages(incidents, this, directory, host.ids(), host.clock()).on(console);
        new ResponseRulePages(rules, ruleCommands, directory).on(console);
        new RunbookPages(incidents, runbooks, runbookCommands, catalog, host.ids()).on(console);
        new FieldPages(incidents, fields, fieldCommands, catalog, host.ids()).on(console);
    }

    /** What the page of an incident shows of it. */
    Future<CrewView> of(Incident incident) {
        var given = roles.of(incident.id());
        var todo = tasks.of(incident.id());
        var linked = links.of(incident.id());
        var rule = rules.of(incident.severity());
        var due = updates.due(incident.id());
        var books = runbooks.of(incident);
        var service = catalog.service(incident.serviceId());
        var lasting = acknowledges.of(incident.id());
        var filled = fields.of(incident);
        var post = updates.lastPost(incident.id(), null);
        return Future.all(List.of(given, todo, linked, rule, due, books, lasting, service, filled, post))
                .map(all -> {
                    var wanted = rule.result();
                    return new CrewView(
                            RoleView.all(given.result(), wanted.roles()),
                            todo.result(),
                            linked.result(),
                            wanted,
                            due.result().orElse(null),
                            post.result().orElse(null),
                            lasting.result().map(AcknowledgeStore.Lasting::ends).orElse(null),
                            wanted.conferenceOf(incident),
                            wanted.runbookOf(incident),
                            books.result(),
                            filled.result(),
                            service.result().map(Service::profile).orElse(Profile.NONE));
                });
    }
}
