package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.lifecycle.FieldIs;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentPriority;
import dev.belfry.incident.incident.lifecycle.IncidentSearch;
import dev.belfry.incident.incident.lifecycle.IncidentSearch.Place;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the list of incidents is narrowed, as it stands in the address; what cannot be read there narrows nothing.
 *
 * @param severity a word such as "sev2"; empty for all
 * @param service an id; empty for all
 * @param team an id; empty for all
 * @param person the id of who has it; empty for all
 * @param from the first day, in the zone of the reader; empty for all
 * @param to the last day
 * @param urgency "high" or "low"; empty for all
 * @param priority a word such as "p2"; empty for all
 * @param field the key of a field and its value, "key:value"; empty for all
 */
public record Filters(
        String status,
        String text,
        String severity,
        String service,
        boolean mine,
        String team,
        String person,
        String from,
        String to,
        String urgency,
        String priority,
        String field) {
    private static final Pattern PLACE = Pattern.compile("([a-z]{1,20})-(sev[1-5])-(\\d{1,18})");
    private static final int LONGEST = 200;
    private static final Map<String, Set<IncidentStatus>> STATUSES = Map.of(
            "open",
            IncidentFilter.OPEN,
            "acknowledged",
            Set.of(IncidentStatus.ACKNOWLEDGED),
            "resolved",
            Set.of(IncidentStatus.RESOLVED),
            "all",
            IncidentFilter.ALL);

    static Filters of(Function<String, @Nullable String> parameter) {
        var status = said(parameter, "status");
        var text = said(parameter, "q").strip();
        var severity = said(parameter, "severity");
        var service = said(parameter, "service");
        return new Filters(
                STATUSES.containsKey(status) ? status : "open",
                text.substring(0, Math.min(text.length(), LONGEST)),
                severity.matches("sev[1-5]") ? severity : "",
                Parsed.id(service) == null ? "" : service,
                said(parameter, "mine").equals("1"),
                Parsed.id(said(parameter, "team")) == null ? "" : said(parameter, "team"),
                Parsed.id(said(parameter, "person")) == null ? "" : said(parameter, "person"),
                day(said(parameter, "from")) == null ? "" : said(parameter, "from"),
                day(said(parameter, "to")) == null ? "" : said(parameter, "to"),
                said(parameter, "urgency").matches("high|low") ? said(parameter, "urgency") : "",
                said(parameter, "priority").matches("p[1-5]") ? said(parameter, "priority") : "",
                FieldIs.of(said(parameter, "field")) == null ? "" : said(parameter, "field"));
    }

    /** As the query of an address has them. */
    static Filters ofQuery(String query) {
        var said = new HashMap<String, String>();
        for (var one : query.split("&", 20)) {
            int is = one.indexOf('=');
            if (is > 0) {
                try {
                    said.putIfAbsent(
                            one.substring(0, is), URLDecoder.decode(one.substring(is + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException unreadable) {
                    // What cannot be read narrows nothing.
                }
            }
        }
        return of(said::get);
    }

    private static String said(Function<String, @Nullable String> parameter, String name) {
        var value = parameter.apply(name);
        return value == null ? "" : value.replace("\0", "");
    }

    private static @Nullable LocalDate day(String text) {
        try {
            var day = LocalDate.parse(text);
            return day.getYear() < 1970 || day.getYear() > 9_000 ? null : day;
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** When the first day begins; null when there is none. */
    @Nullable
    Instant begin(ZoneId zone) {
        var day = day(from);
        return day == null ? null : day.atStartOfDay(zone).toInstant();
    }

    /** When the last day is over; null when there is none. */
    @Nullable
    Instant end(ZoneId zone) {
        var day = day(to);
        return day == null ? null : day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Nullable
    UUID teamId() {
        return Parsed.id(team);
    }

    @Nullable
    UUID personId() {
        return Parsed.id(person);
    }

    /**
     * What is asked of the store.
     *
     * @param reach what the team and the days mean
     */
    IncidentSearch search(Reach reach, @Nullable Long upTo, @Nullable Place after, int limit) {
        var worst = severity.isEmpty() ? null : IncidentSeverity.valueOf(severity.toUpperCase(Locale.ROOT));
        return new IncidentSearch(
                STATUSES.getOrDefault(status, IncidentFilter.OPEN),
                text,
                worst,
                Parsed.id(service),
                reach.owner(),
                least(upTo, reach.last()),
                reach.policies(),
                reach.first(),
                urgency.isEmpty() ? null : Urgency.valueOf(urgency.toUpperCase(Locale.ROOT)),
                IncidentPriority.of(priority),
                FieldIs.of(field),
                after,
                limit);
    }

    /**
     * What a person, a team and days mean to the store.
     *
     * @param policies the escalation policies of the team; null for all
     * @param first the least number; null for all
     * @param last the highest number; null for all
     */
    record Reach(
            @Nullable UUID owner,
            @Nullable List<UUID> policies,
            @Nullable Long first,
            @Nullable Long last) {}

    private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
        return one == null || (other != null && other < one) ? other : one;
    }

    /** The same filters for all that is open. */
    Filters open() {
        return new Filters("open", text, severity, service, mine, team, person, from, to, urgency, priority, field);
    }

    /** True when more than the status narrows the list. */
    public boolean narrow() {
        return mine || !(text + severity + service + team + person + from + to + urgency + priority + field).isEmpty();
    }

    /** The same filters with another status, as the query of an address. */
    public String query(String otherStatus) {
        var query = new StringBuilder("status=").append(otherStatus);
        for (var one : List.of(
                Map.entry("q", text),
                Map.entry("severity", severity),
                Map.entry("service", service),
                Map.entry("mine", mine ? "1" : ""),
                Map.entry("team", team),
                Map.entry("person", person),
                Map.entry("from", from),
                Map.entry("to", to),
                Map.entry("urgency", urgency),
                Map.entry("priority", priority),
                Map.entry("field", field))) {
            if (!one.getValue().isEmpty()) {
                query.append('&')
                        .append(one.getKey())
                        .append('=')
                        .append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    public String query() {
        return query(status);
    }

    /** Where the next page begins. */
    static String place(IncidentView last) {
        return (last.status() + "-" + last.severity() + "-" + last.number()).toLowerCase(Locale.ROOT);
    }

    static @Nullable Place place(@Nullable String text) {
        var place = PLACE.matcher(text == null ? "" : text);
        var known = place.matches()
                && List.of(IncidentStatus.values()).stream()
                        .anyMatch(status -> status.name().equalsIgnoreCase(place.group(1)));
        return known
                ? new Place(
                        IncidentStatus.valueOf(place.group(1).toUpperCase(Locale.ROOT)),
                        IncidentSeverity.valueOf(place.group(2).toUpperCase(Locale.ROOT)),
                        Long.parseLong(place.group(3)))
                : null;
    }
}
