package dev.belfry.oncall.identity.signin;

import org.jspecify.annotations.Nullable;

/** Where to go after signing in: only to a path of this console, never to another site. */
public final class ReturnPath {
    private static final String HOME = "/";

    private ReturnPath() {}

    public static String of(@Nullable String next) {
        return next != null && next.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]{0,2000}") && !next.startsWith("/sign-in")
                ? next
                : HOME;
    }
}
