package dev.belfry.incident.insight.report;

import dev.belfry.incident.catalog.directory.Directory;
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
    private final Directory directory;

    public ReportQueries(Database database, Directory directory) {
        this.store = new ReportStore(database);
        this.directory = directory;
    }

    Future<Report> report(Question question) {
        var period = question.period();
        var slots = period.slots().stream()
                .map(day -> day.atStartOfDay(period.zone()).toInstant())
                .toList();
        var now = cut(question);
        var both = now.since(period.before().start());
        var counts = store.counts(both, slots);
        var detect = store.times(ReportStore.DETECT, both, slots);
        var acknowledge = store.times(ReportStore.ACKNOWLEDGE, both, slots);
        var resolve = store.times(ReportStore.RESOLVE, both, slots);
        var repeated = store.repeated(now, MOST_REPEATED);
        var pages = store.pages(now);
        var nights = store.nights(now);
        return Future.all(List.of(counts, detect, acknowledge, resolve, repeated, pages, nights))
                .map(all -> Summary.of(
                        question,
                        counts.result(),
                        new Summary.Taken(detect.result(), acknowledge.result(), resolve.result()),
                        repeated.result(),
                        pages.result(),
                        nights.result(),
                        new Summary.Names(directory::nameOf, teams())));
    }

    /** One incident each, the newest first, below that number. */
    Future<List<Csv.Line>> rows(Question question, long before, int limit) {
        return store.rows(cut(question), before, limit);
    }

    /** The team that owns each escalation policy. */
    Map<UUID, Summary.Team> teams() {
        var teams = new HashMap<UUID, Summary.Team>();
        directory
                .teams()
                .forEach(team -> directory
                        .policiesOf(Set.of(team.id()))
                        .forEach(policy -> teams.put(policy, new Summary.Team(team.id(), team.name()))));
        return teams;
    }

    private ReportStore.Cut cut(Question question) {
        var period = question.period();
        return new ReportStore.Cut(
                period.start(),
                period.end(),
                Integer.parseInt(question.least().name().substring(3)),
                question.service(),
                policies(question.team()));
    }

    private @Nullable List<UUID> policies(@Nullable UUID team) {
        return team == null ? null : directory.policiesOf(Set.of(team));
    }
}
