package dev.belfry.incident.incident.field;

import org.jspecify.annotations.Nullable;

/**
 * A field of an incident with its value.
 *
 * @param value null while nobody has filled it in
 * @param wanted whether it is asked of this incident now; one that was filled in before stays
 */
public record FieldValue(IncidentField field, @Nullable String value, boolean wanted) {

    /** Whether a person has to fill it in before they resolve the incident. */
    public boolean missing() {
        return wanted && field.required() && value == null;
    }
}
