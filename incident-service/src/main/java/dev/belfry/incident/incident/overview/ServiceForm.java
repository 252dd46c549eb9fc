package dev.belfry.incident.incident.overview;

import dev.belfry.incident.catalog.service.Dependencies;
import dev.belfry.incident.catalog.service.Ending;
import dev.belfry.incident.catalog.service.GroupRule;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.SupportHours;
import dev.belfry.incident.catalog.service.UrgencyRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed about a service and what is wrong with it; nothing typed is ever lost.
 *
 * @param fields what alerts of one incident have in common, with commas between
 * @param window "open", or whether it counts from the "last" or the "first" alert
 * @param minutes how long that is
 * @param recurrence in minutes
 * @param hold how many minutes after its last alert an incident ends
 * @param hours after which it ends when nothing happens; empty for never
 * @param needs the services that it cannot do without
 * @param links one a line: a name and an address
 * @param urgency "severity", "high", "low" or "hours"
 * @param supportDays on which support hours begin
 * @param raise whether what waits may not wait any more when they begin
 * @param flapChanges how often an alert fires and resolves until it flaps, within {@code flapMinutes}
 * @param storm how many new incidents in a minute are no storm yet
 * @param version of the service that the person has seen; empty for a new one
 * @param errors what is wrong, by the field; the empty name is all of it
 */
public record ServiceForm(
        String name,
        String description,
        String policy,
        String grouping,
        String fields,
        String window,
        String minutes,
        String recurrence,
        String hold,
        String hours,
        String team,
        String tier,
        String runbook,
        String links,
        List<String> needs,
        boolean quiet,
        String urgency,
        String supportZone,
        List<String> supportDays,
        String supportFrom,
        String supportTo,
        boolean raise,
        String flapChanges,
        String flapMinutes,
        String storm,
        String version,
        Map<String, String> errors) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 2_000;
    static final ServiceForm EMPTY = new ServiceForm(
            "",
            "",
            "",
            "alert",
            "",
            "open",
            "5",
            "10",
            "0",
            "",
            "",
            "",
            "",
            "",
            List.of(),
            false,
            "severity",
            "",
            List.of("monday", "tuesday", "wednesday", "thursday", "friday"),
            "09:00",
            "17:00",
            true,
            Integer.toString(NoiseRule.USUAL.flapChanges()),
            Integer.toString(NoiseRule.USUAL.flapMinutes()),
            Integer.toString(NoiseRule.USUAL.stormIncidents()),
            "",
            Map.of());

    static ServiceForm of(Service service) {
        var policy = service.escalationPolicyId();
        var group = service.group();
        var window = group.window();
        var forgotten = service.ending().forgotten();
        var profile = service.profile();
        var hours = service.urgency().hours();
        return new ServiceForm(
                service.name(),
                service.description(),
                policy == null ? "" : policy.toString(),
                group.by().name().toLowerCase(Locale.ROOT),
                String.join(", ", group.fields()),
                window == null ? "open" : window.rolls() ? "last" : "first",
                window == null ? "5" : Long.toString(window.length().toMinutes()),
                Long.toString(group.recurs().toMinutes()),
                Long.toString(service.ending().hold().toMinutes()),
                forgotten == null ? "" : Long.toString(forgotten.toHours()),
                Objects.toString(profile.team(), ""),
                Objects.toString(profile.tier(), ""),
                Objects.toString(profile.runbook(), ""),
                profile.links().stream()
                        .map(link -> link.name() + " " + link.url())
                        .collect(Collectors.joining("\n")),
                service.dependencies().needs().stream().map(UUID::toString).toList(),
                service.dependencies().quiet(),
                service.urgency().by().name().toLowerCase(Locale.ROOT),
                hours == null ? "" : hours.timeZone(),
                hours == null
                        ? EMPTY.supportDays
                        : hours.days().stream()
                                .map(day -> day.name().toLowerCase(Locale.ROOT))
                                .toList(),
                hours == null ? EMPTY.supportFrom : hours.from(),
                hours == null ? EMPTY.supportTo : hours.to(),
                hours == null || !Boolean.FALSE.equals(hours.raise()),
                Integer.toString(service.noise().flapChanges()),
                Integer.toString(service.noise().flapMinutes()),
                Integer.toString(service.noise().stormIncidents()),
                Long.toString(service.version()),
                Map.of());
    }

    static ServiceForm typed(UnaryOperator<String> field, List<String> needs, List<String> days) {
        return new ServiceForm(
                field.apply("name"),
                field.apply("description"),
                field.apply("policy"),
                field.apply("grouping"),
                field.apply("groupFields"),
                field.apply("window"),
                field.apply("minutes"),
                field.apply("recurrence"),
                field.apply("resolveHold"),
                field.apply("autoResolve"),
                field.apply("team"),
                field.apply("tier"),
                field.apply("runbook").strip(),
                field.apply("links"),
                needs,
                !field.apply("quiet").isEmpty(),
                field.apply("urgency"),
                field.apply("supportZone").strip(),
                days,
                field.apply("supportFrom"),
                field.apply("supportTo"),
                !field.apply("raise").isEmpty(),
                field.apply("flapChanges").strip(),
                field.apply("flapMinutes").strip(),
                field.apply("stormIncidents").strip(),
                field.apply("version"),
                Map.of());
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** What can be said without asking anybody. */
    Map<String, String> wrong() {
        var wrong = new HashMap<String, String>();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            wrong.put("name", "Give the service a name of 1 to 100 characters.");
        }
        if (description.length() > LONGEST_DESCRIPTION) {
            wrong.put("description", "Use 2,000 characters at most.");
        }
        if (!policy.isEmpty() && Parsed.id(policy) == null) {
            wrong.put("policy", "Choose an escalation policy from the list.");
        }
        if (needs.stream().anyMatch(one -> Parsed.id(one) == null)) {
            wrong.put("dependsOn", "Choose services from the list.");
        }
        if (!team.isEmpty() && Parsed.id(team) == null) {
            wrong.put("team", "Choose a team from the list.");
        }
        return wrong;
    }

    /** The version that was seen; null when the form does not say it. */
    @Nullable
    Long seen() {
        return Parsed.number(version);
    }

    Service service(UUID id) {
        return new Service(
                id,
                name,
                description,
                Parsed.id(policy),
                group(),
                ending(),
                new Profile(
                        Parsed.id(team),
                        tier.matches("[1-4]") ? Integer.valueOf(tier) : null,
                        linked(),
                        runbook.isEmpty() ? null : runbook),
                new Dependencies(needs.stream().map(UUID::fromString).toList(), quiet),
                urgencyRule(),
                new NoiseRule(
                        number(flapChanges, NoiseRule.USUAL.flapChanges()),
                        number(flapMinutes, NoiseRule.USUAL.flapMinutes()),
                        number(storm, NoiseRule.USUAL.stormIncidents())),
                1);
    }

    /** The last word of a line is the address. */
    private List<Profile.Link> linked() {
        return links.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> {
                    var space = line.lastIndexOf(' ');
                    return new Profile.Link(
                            line.substring(0, Math.max(space, 0)).strip(), line.substring(space + 1));
                })
                .toList();
    }

    /** What is no day is left out, and missing. */
    private UrgencyRule urgencyRule() {
        var by = Arrays.stream(UrgencyRule.By.values())
                .filter(one -> one.name().equalsIgnoreCase(urgency))
                .findFirst()
                .orElse(UrgencyRule.By.SEVERITY);
        return new UrgencyRule(
                by,
                by == UrgencyRule.By.HOURS
                        ? new SupportHours(
                                supportZone,
                                Arrays.stream(DayOfWeek.values())
                                        .filter(day ->
                                                supportDays.contains(day.name().toLowerCase(Locale.ROOT)))
                                        .toList(),
                                supportFrom,
                                supportTo,
                                raise)
                        : null);
    }

    private Ending ending() {
        return new Ending(
                minutes(hold, 0), hours.isEmpty() ? null : minutes(hours, 0).multipliedBy(60));
    }

    private GroupRule group() {
        var by = switch (grouping) {
            case "service" -> Grouping.SERVICE;
            case "fields" -> Grouping.FIELDS;
            default -> Grouping.ALERT;
        };
        var named = by == Grouping.FIELDS
                ? Pattern.compile(",")
                        .splitAsStream(fields)
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList()
                : List.<String>of();
        boolean open = by == Grouping.ALERT || window.isEmpty() || window.equals("open");
        return new GroupRule(
                by,
                named,
                open ? null : new GroupRule.Window(!window.equals("first"), minutes(minutes, -1)),
                minutes(recurrence, GroupRule.USUAL_RECURRENCE.toMinutes()));
    }

    private static Duration minutes(String text, long without) {
        return Duration.ofMinutes(number(text, Math.toIntExact(without)));
    }

    /** What is no number is out of bounds, and refused by its field. */
    private static int number(String text, int without) {
        return text.isEmpty() ? without : text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    ServiceForm with(Map<String, String> found) {
        return new ServiceForm(
                name,
                description,
                policy,
                grouping,
                fields,
                window,
                minutes,
                recurrence,
                hold,
                hours,
                team,
                tier,
                runbook,
                links,
                needs,
                quiet,
                urgency,
                supportZone,
                supportDays,
                supportFrom,
                supportTo,
                raise,
                flapChanges,
                flapMinutes,
                storm,
                version,
                Map.copyOf(found));
    }

    ServiceForm with(String field, String error) {
        return with(Map.of(field, error));
    }
}
