package dev.belfry.platform.console;

import org.jspecify.annotations.Nullable;

/** What a form answers: another page to go to, or a page shown at once. */
public sealed interface PageReply permits Page, PageReply.Redirect {
    /**
     * See another page (303).
     *
     * @param flash a sentence shown once on that page
     */
    record Redirect(String path, @Nullable String flash) implements PageReply {}

    static PageReply redirect(String path, @Nullable String flash) {
        return new Redirect(path, flash);
    }
}
