package dev.belfry.incident.incident.severity;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The roles of an incident and how they are said. */
public final class RoleName {
    public static final String COMMANDER = "commander";
    public static final String COMMUNICATIONS_LEAD = "communications-lead";
    public static final String SCRIBE = "scribe";

    /** Those every incident offers. */
    public static final List<String> USUAL = List.of(COMMANDER, COMMUNICATIONS_LEAD, SCRIBE);

    /** As in the contract. */
    public static final String WANTED = "Use 1 to 40 small letters, digits and hyphens, such as database-lead.";

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private RoleName() {}

    public static boolean valid(String role) {
        return VALID.matcher(role).matches();
    }

    /** "Commander", "Comms lead", "Database lead": short enough to stand beside a name. */
    public static String label(String role) {
        if (role.equals(COMMUNICATIONS_LEAD)) {
            return "Comms lead";
        }
        var words = role.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** As in a sentence: "incident commander", "communications lead". */
    public static String inWords(String role) {
        return role.equals(COMMANDER) ? "incident commander" : role.replace('-', ' ');
    }
}
