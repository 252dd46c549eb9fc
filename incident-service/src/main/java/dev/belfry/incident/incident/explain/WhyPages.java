package dev.belfry.incident.incident.explain;

import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** "Why was I paged?" in the console. */
public final class WhyPages {
    private final ExplainQueries queries;
    private final IncidentStore incidents;

    public WhyPages(ExplainQueries queries, IncidentStore incidents) {
        this.queries = queries;
        this.incidents = incidents;
    }

    public void on(Console console) {
        console.get("/incidents/:number/why", Role.VIEWER, this::why);
    }

    /** A time that an incident did not begin at, as people and as a form say it. */
    public record OtherTime(Instant at) {
        public String utc() {
            return at.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
        }
    }

    /** Half a day later, and a Saturday noon and a Sunday night after it; none where no policy paged. */
    private static List<OtherTime> otherTimes(Incident incident, ZoneId zone) {
        if (incident.escalationPolicyId() == null || incident.assignee() != null) {
            return List.of();
        }
        var began = incident.createdAt().truncatedTo(ChronoUnit.MINUTES).atZone(zone);
        var saturday = began.with(TemporalAdjusters.next(DayOfWeek.SATURDAY)).with(LocalTime.NOON);
        var night = saturday.plusDays(1).with(LocalTime.of(3, 30));
        return Stream.of(began.plusHours(12), saturday, night)
                .map(time -> new OtherTime(time.toInstant()))
                .toList();
    }

    private Future<Page> why(PageCall call) {
        return incidents.numbered(call.path("number")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var incident = found.get().incident();
            return queries.incident(incident).map(explanation -> {
                Map<String, Object> params = new HashMap<>();
                params.put("explanation", explanation);
                params.put("incident", incident);
                params.put("otherTimes", otherTimes(incident, call.view().zone()));
                return new Page("#" + incident.number() + ": why was I paged?", "incidents", "why.jte", params);
            });
        });
    }
}
