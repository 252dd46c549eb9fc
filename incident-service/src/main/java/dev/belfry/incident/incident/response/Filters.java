package dev.belfry.incident.incident.response;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentSearch;
import dev.belfry.incident.incident.lifecycle.IncidentSearch.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
 */
public record Filters(String status, String text, String severity, String service, boolean mine) {
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
                id(service) == null ? "" : service,
                said(parameter, "mine").equals("1"));
    }

    private static String said(Function<String, @Nullable String> parameter, String name) {
        var value = parameter.apply(name);
        return value == null ? "" : value.replace("\0", "");
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    IncidentSearch search(@Nullable UUID owner, @Nullable Long upTo, @Nullable Place after, int limit) {
        var worst = severity.isEmpty() ? null : IncidentSeverity.valueOf(severity.toUpperCase(Locale.ROOT));
        return new IncidentSearch(
                STATUSES.getOrDefault(status, IncidentFilter.OPEN),
                text,
                worst,
                id(service),
                owner,
                upTo,
                after,
                limit);
    }

    /** The same filters for all that is open. */
    Filters open() {
        return new Filters("open", text, severity, service, mine);
    }

    /** True when more than the status narrows the list. */
    public boolean narrow() {
        return mine || !(text.isEmpty() && severity.isEmpty() && service.isEmpty());
    }

    /** The same filters with another status, as the query of an address. */
    public String query(String otherStatus) {
        var query = new StringBuilder("status=").append(otherStatus);
        for (var one : List.of(
                Map.entry("q", text),
                Map.entry("severity", severity),
                Map.entry("service", service),
                Map.entry("mine", mine ? "1" : ""))) {
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
