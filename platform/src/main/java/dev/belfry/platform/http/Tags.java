package dev.belfry.platform.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags (RFC 9110, 8.8.3) over versions: {@code "v3"}. A weak tag counts as its strong one, since what makes a tag
 * weak on its way is a proxy that packs bodies, and a version names a state rather than bytes.
 */
final class Tags {
    /** A version that nothing has. */
    static final long NONE = -1;

    private Tags() {}

    static String of(long version) {
        return "\"v" + version + "\"";
    }

    /**
     * Which version the caller has in mind. Versions only grow and a caller knows those it has read, so of a list only the
     * newest can be the present one.
     *
     * @return null for any; {@link #NONE} when no tag is one of ours
     */
    static @Nullable Long wanted(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && isAny(ifNoneMatch)) {
            return NONE;
        }
        return ifMatch == null || isAny(ifMatch)
                ? null
                : Long.valueOf(Arrays.stream(ifMatch.split(","))
                        .mapToLong(Tags::version)
                        .max()
                        .orElse(NONE));
    }

    /** Whether the caller of a GET has this version already. */
    static boolean has(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && (isAny(ifNoneMatch)
                        || Arrays.stream(ifNoneMatch.split(",")).anyMatch(each -> version(each) == version(tag)));
    }

    private static boolean isAny(String header) {
        return header.strip().equals("*");
    }

    private static long version(String tag) {
        var bare = tag.strip().replaceFirst("^W/", "");
        return bare.matches("\"v\\d{1,18}\"") ? Long.parseLong(bare, 2, bare.length() - 1, 10) : NONE;
    }
}
