package dev.belfry.ingest.source;

import dev.belfry.contracts.heartbeat.PingKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the last part of a ping's address says, as healthchecks.io's pinging API has it: nothing, {@code start},
 * {@code fail}, {@code log}, or an exit status from 0 to 255.
 *
 * @param exitStatus null where none is told
 */
public record PingWords(PingKind kind, @Nullable Integer exitStatus) {
    private static final Pattern STATUS = Pattern.compile("\\d{1,9}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]{1,100}");

    /** Whether the part is one of those words at all, a number beyond 255 too. */
    public static boolean isWord(String part) {
        return part.equals("start")
                || part.equals("fail")
                || part.equals("log")
                || STATUS.matcher(part).matches();
    }

    /** Null when it is a status that no process has. */
    public static @Nullable PingWords of(String part) {
        return switch (part) {
            case "" -> new PingWords(PingKind.SUCCESS, null);
            case "start" -> new PingWords(PingKind.START, null);
            case "fail" -> new PingWords(PingKind.FAIL, null);
            case "log" -> new PingWords(PingKind.LOG, null);
            default -> {
                int status = Integer.parseInt(part);
                yield status > 255 ? null : new PingWords(status == 0 ? PingKind.SUCCESS : PingKind.FAIL, status);
            }
        };
    }

    /** Whether the text is a UUID as it is written canonically. */
    public static boolean isRun(String text) {
        return UUID.matcher(text).matches();
    }

    /** Whether a heartbeat may be called so. */
    public static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }
}
