package dev.belfry.notifier.channel;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address as it travels: its domain in the ASCII form that every mail server takes (RFC 5890, {@code xn--…}).
 *
 * @param local what stands before the {@code @}; beyond ASCII only a server with SMTPUTF8 (RFC 6531) takes it
 */
public record Mailbox(String local, String domain) {
    private static final Pattern WRITTEN = Pattern.compile("([^\\s@<>,;:\"\\p{Cntrl}]+)@([^\\s@<>,;:\"\\p{Cntrl}]+)");
    /** What the JDK's IDNA 2003 turns into other letters, and with them into the domain of somebody else. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    /** Empty when no mail can go there. */
    public static Optional<Mailbox> of(String address) {
        var written = WRITTEN.matcher(address);
        if (!written.matches()) {
            return Optional.empty();
        }
        var local = written.group(1);
        var domain = domain(written.group(2));
        return domain.isEmpty() || bytes(local) > LONGEST_LOCAL || bytes(local) + 1 + domain.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new Mailbox(local, domain));
    }

    /** Whether this domain has a letter that old and new software write in two ways. */
    public static boolean isAmbiguous(String address) {
        return AMBIGUOUS.matcher(address.substring(address.indexOf('@') + 1)).find();
    }

    /** Empty when it is none. An address in brackets stays as it is. */
    private static String domain(String written) {
        if (isAscii(written)) {
            return written;
        }
        if (AMBIGUOUS.matcher(written).find()) {
            return "";
        }
        try {
            return IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    /** Whether only a server with SMTPUTF8 takes it. */
    boolean needsUtf8() {
        return !isAscii(local);
    }

    /** As it stands between angle brackets. */
    String text() {
        return local + "@" + domain;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
