package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.TeamQueries;
import dev.belfry.incident.incident.lifecycle.FieldIs;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.IncidentSearch;
import dev.belfry.incident.incident.search.MatchQueries;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists of incidents over the API, and what is found by words. */
public final class IncidentListRoutes {
    private final IncidentListStore store;
    private final WordStore texts;
    private final TeamQueries teams;
    private final MatchQueries where;

    public IncidentListRoutes(IncidentListStore store, WordStore texts, TeamQueries teams, MatchQueries where) {
        this.store = store;
        this.texts = texts;
        this.teams = teams;
        this.where = where;
    }

    public void on(Api api) {
        api.on("listIncidents", Role.VIEWER, this::list);
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("\\d{1,18}")) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: cursor", "Take it from the Link header of the page before.")));
        }
        var before = cursor == null ? null : Long.valueOf(cursor);
        boolean narrow = Stream.of("q", "team", "owner", "since", "until", "urgency", "priority", "field")
                .anyMatch(one -> call.query(one) != null);
        return (narrow ? search(call, before) : store.list(filter(call, before))).compose(found -> {
            var page = found.subList(0, Math.min(found.size(), call.limit()));
            var next = found.size() > page.size()
                    ? Long.toString(page.getLast().incident().number())
                    : null;
            var asked = Objects.requireNonNullElse(call.query("q"), "");
            return where.matches(page.stream().map(held -> held.incident().id()).toList(), asked)
                    .map(matches -> Reply.list(
                            call,
                            page.stream()
                                    .map(held -> IncidentView.of(held, null)
                                            .with(matches.get(held.incident().id())))
                                    .toList(),
                            next));
        });
    }

    private static IncidentFilter filter(Call call, @Nullable Long before) {
        return new IncidentFilter(
                statuses(call.query("status")), call.uuid("service"), severity(call), before, call.limit() + 1);
    }

    private Future<List<Held>> search(Call call, @Nullable Long before) {
        var team = call.uuid("team");
        var owned = team == null
                ? Future.<@Nullable List<UUID>>succeededFuture(null)
                : teams.of(team).<@Nullable List<UUID>>map(ids -> ids);
        var urgency = call.query("urgency");
        var first = number(call.instant("since"));
        var last = number(call.instant("until"));
        return Future.all(first, last, owned)
                .compose(all -> store.newest(new IncidentSearch(
                        statuses(call.query("status")),
                        Objects.requireNonNullElse(call.query("q"), ""),
                        severity(call),
                        call.uuid("service"),
                        call.uuid("owner"),
                        least(before, last.result()),
                        owned.result(),
                        first.result(),
                        urgency == null ? null : Urgency.valueOf(urgency.toUpperCase(Locale.ROOT)),
                        IncidentPriority.of(call.query("priority")),
                        FieldIs.of(call.query("field")),
                        null,
                        call.limit() + 1)));
    }

    private Future<@Nullable Long> number(@Nullable Instant at) {
        return at == null
                ? Future.<@Nullable Long>succeededFuture(null)
                : texts.numberAt(at).map(number -> number);
    }

    /** The highest number below both. */
    private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
        var least = one == null || (other != null && other < one) ? other : one;
        return least == null ? null : least - 1;
    }

    private static @Nullable IncidentSeverity severity(Call call) {
        var severity = call.query("severity");
        return severity == null ? null : IncidentSeverity.valueOf(severity.toUpperCase(Locale.ROOT));
    }

    private static Set<IncidentStatus> statuses(@Nullable String word) {
        if (word == null) {
            return IncidentFilter.ALL;
        }
        return word.equals("open")
                ? IncidentFilter.OPEN
                : Set.of(IncidentStatus.valueOf(word.toUpperCase(Locale.ROOT)));
    }
}
