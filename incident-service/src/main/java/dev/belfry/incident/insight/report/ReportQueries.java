package dev.belfry.incident.insight.report;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.TeamQueries;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what happened in a period, and in the one before. */
public final class ReportQueries {
    private static final int MOST_REPEATED = 10;

    private final ReportStore store;
    private final TeamQueries owned;
    private final Directory directory;

    public ReportQueries(Database database, CatalogStore catalog, Directory directory) {
        this.store = new ReportStore(database);
        this.owned = new TeamQueries(catalog, directory);
        this.directory = directory;
    }

    Future<Report> report(Question question) {
        return cut(question).compose(now -> report(question, now));
    }

    private Future<Report> report(Question question, ReportStore.Cut now) {
        var period = question.period();
        var slots = period.slots().stream()
                .map(day -> day.atStartOfDay(period.zone()).toInstant())
                .toList();
        var both = now.since(period.before().start());
        return store.added(both.from(), both.until()).compose(added -> {
            var stretches = Stretches.of(both.from(), both.until(), slots, added);
            var paged = Stretches.of(now.from(), now.until(), List.of(), now.someServices() ? Set.of() : added);
            var counts = store.counts(both, stretches);
            var taken = store.times(both, stretches, slots.size() + 1);
            var repeated = store.repeated(now, MOST_REPEATED);
            var pages = store.pages(now, paged);
            var noise = counts.map(Noise::of);
            var names = noise.compose(found -> store.names(found.ids()));
            return Future.all(counts, taken, repeated, pages, names)
                    .map(all -> Summary.of(
                            question,
                            counts.result(),
                            taken.result(),
                            repeated.result(),
                            noise.result(),
                            pages.result(),
                            new Summary.Names(directory::nameOf, teams(), names.result())));
        });
    }

    /** One incident each, the newest first, below that number. */
    Future<List<String>> fields() {
        return store.fields();
    }

    Future<List<Csv.Line>> rows(Question question, long before, int limit) {
        return cut(question).compose(cut -> store.rows(cut, before, limit));
    }

    /** Each team by its own id, which a service may have, and by those of its escalation policies. */
    Map<UUID, Summary.Team> teams() {
        var teams = new HashMap<UUID, Summary.Team>();
        directory.teams().forEach(team -> {
            var one = new Summary.Team(team.id(), team.name());
            teams.put(team.id(), one);
            directory.policiesOf(Set.of(team.id())).forEach(policy -> teams.put(policy, one));
        });
        return teams;
    }

    private Future<ReportStore.Cut> cut(Question question) {
        var period = question.period();
        var team = question.team();
        var of = team == null
                ? Future.<@Nullable List<UUID>>succeededFuture(null)
                : owned.of(team).<@Nullable List<UUID>>map(ids -> ids);
        return of.map(ids -> new ReportStore.Cut(
                period.start(),
                period.end(),
                Integer.parseInt(question.least().name().substring(3)),
                question.service(),
                ids));
    }
}
