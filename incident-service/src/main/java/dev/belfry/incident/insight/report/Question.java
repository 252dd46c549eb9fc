package dev.belfry.incident.insight.report;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.service.Parsed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a report is about.
 *
 * @param team only incidents of escalation policies that this team owns; null for all
 * @param service null for all
 * @param least incidents of this severity and worse
 */
public record Question(
        Period period, @Nullable UUID team, @Nullable UUID service, IncidentSeverity least) {

    /** As it stands in the address of the page; what cannot be read there narrows nothing. */
    static Question of(Function<String, @Nullable String> parameter, Instant now, ZoneId usual) {
        var zone = zone(parameter.apply("timeZone"), usual);
        return new Question(
                period(parameter.apply("from"), parameter.apply("to"), now, zone),
                Parsed.id(parameter.apply("team")),
                Parsed.id(parameter.apply("service")),
                severity(parameter.apply("leastSeverity")));
    }

    private static Period period(@Nullable String from, @Nullable String to, Instant now, ZoneId zone) {
        var usual = Period.usual(now, zone);
        try {
            var last = to == null || to.isEmpty() ? usual.to() : day(to);
            var first = from == null || from.isEmpty() ? last.minusDays(usual.days() - 1) : day(from);
            return new Period(first, last, zone);
        } catch (DateTimeException unreadable) {
            return usual;
        }
    }

    /** Years that can be reckoned with, before and behind them as well. */
    private static LocalDate day(String text) {
        var day = LocalDate.parse(text);
        if (day.getYear() < 1970 || day.getYear() > 9_000) {
            throw new DateTimeException("no day of a report: " + text);
        }
        return day;
    }

    private static ZoneId zone(@Nullable String name, ZoneId usual) {
        return name != null && isZone(name) ? ZoneId.of(name) : usual;
    }

    /** Names of regions only, as everywhere: an offset has no summer. */
    static boolean isZone(String name) {
        return ZoneId.getAvailableZoneIds().contains(name);
    }

    private static IncidentSeverity severity(@Nullable String word) {
        return word != null && word.matches("sev[1-5]")
                ? IncidentSeverity.valueOf(word.toUpperCase(Locale.ROOT))
                : IncidentSeverity.SEV5;
    }

    /** The query of the address that asks the same, whoever opens it and whenever. */
    public String query() {
        return "from=" + period.from() + "&to=" + period.to() + "&timeZone="
                + URLEncoder.encode(period.zone().getId(), StandardCharsets.UTF_8)
                + "&team=" + Objects.requireNonNullElse(team, "")
                + "&service=" + Objects.requireNonNullElse(service, "")
                + "&leastSeverity=" + least.name().toLowerCase(Locale.ROOT);
    }

    /** The same of the last so many days. */
    public String query(long days) {
        return new Question(
                        new Period(period.to().minusDays(days - 1), period.to(), period.zone()), team, service, least)
                .query();
    }
}
