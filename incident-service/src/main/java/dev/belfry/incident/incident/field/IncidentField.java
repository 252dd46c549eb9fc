package dev.belfry.incident.incident.field;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.Incident;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a house wants to know of its incidents besides.
 *
 * @param key names it in addresses, the API and files; it never changes
 * @param name as people read it
 * @param kind never changes either: values of another kind would mean nothing
 * @param options the values of a choice
 * @param severities the severities it is for; empty means all
 * @param services the services it is for; empty means all
 * @param required whether a person fills it in before they resolve an incident
 */
public record IncidentField(
        UUID id,
        String key,
        String name,
        FieldKind kind,
        List<String> options,
        List<IncidentSeverity> severities,
        List<UUID> services,
        boolean required,
        @JsonIgnore long version) {
    static final int MOST = 30;
    static final int MOST_OPTIONS = 50;
    static final int LONGEST_NAME = 60;
    static final int LONGEST_OPTION = 100;
    static final int MOST_SERVICES = 50;
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public IncidentField {
        options = List.copyOf(options);
        severities = List.copyOf(severities);
        services = List.copyOf(services);
    }

    /** Whether it is asked of this incident. */
    public boolean fits(Incident incident) {
        return (severities.isEmpty() || severities.contains(incident.severity()))
                && (services.isEmpty() || services.contains(incident.serviceId()));
    }

    /** What is wrong with it; null when nothing is. */
    Outcome.@Nullable Invalid problem() {
        if (!KEY.matcher(key).matches()) {
            return new Outcome.Invalid(
                    "key",
                    "Use up to 40 small letters, digits and underscores, and begin with a letter: customer_impact.");
        }
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return new Outcome.Invalid("name", "Give it a name of 1 to " + LONGEST_NAME + " characters on one line.");
        }
        if (kind != FieldKind.CHOICE) {
            return options.isEmpty()
                    ? null
                    : new Outcome.Invalid("options", "Only a choice has options. Leave them out.");
        }
        if (options.isEmpty() || options.size() > MOST_OPTIONS) {
            return new Outcome.Invalid("options", "Give a choice between 1 and " + MOST_OPTIONS + " options.");
        }
        var seen = new HashSet<String>();
        for (var option : options) {
            if (option.isBlank()
                    || option.length() > LONGEST_OPTION
                    || option.chars().anyMatch(Character::isISOControl)) {
                return new Outcome.Invalid(
                        "options", "Each option has 1 to " + LONGEST_OPTION + " characters on one line.");
            }
            if (!seen.add(option)) {
                return new Outcome.Invalid("options", "The option “" + option + "” is there twice.");
            }
        }
        return null;
    }

    /** "Customer impact" becomes "customer_impact". */
    static String keyOf(String name) {
        var key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
        return key.substring(0, Math.min(key.length(), 40));
    }
}
