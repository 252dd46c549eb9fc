package dev.belfry.oncall.identity.input;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the name and the e-mail address of a person may be, for forms, the API and directories alike. */
public final class PersonText {
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_EMAIL = 254;

    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\u2028\\u2029]+");
    private static final String ATOM = "[^\\s@\"<>(),;:\\\\\\[\\].\\p{Cc}]+";
    private static final String LABEL = "[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private PersonText() {}

    /** Why this is no name; null when it is one. */
    public static @Nullable String nameRefusal(String name) {
        return name.isBlank()
                ? "give a name"
                : name.length() > LONGEST_NAME
                        ? "shorten the name to " + LONGEST_NAME + " characters"
                        : NAME.matcher(name).matches()
                                ? null
                                : "write the name on one line, without control characters";
    }

    /** Why no mail can go there; null when it can. */
    public static @Nullable String emailRefusal(String email) {
        int at = email.lastIndexOf('@');
        if (at < 0 || email.length() > LONGEST_EMAIL) {
            return "write an e-mail address, such as ivo@example.com";
        }
        String domain = email.substring(at + 1);
        if (!LOCAL.matcher(email.substring(0, at)).matches()) {
            return "the part before @ can't be read; write it such as ivo@example.com";
        }
        if (!DOMAIN.matcher(domain).matches()) {
            return "the part after @ can't be read; write it such as ivo@example.com";
        }
        return domain.contains(".") ? null : "the part after @ needs a dot, such as ivo@example.com";
    }
}
