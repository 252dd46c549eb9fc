package dev.belfry.platform.console;

import org.jspecify.annotations.Nullable;

/** What a form answers: another page to go to, or a page shown at once. */
public sealed interface PageReply permits Page, PageReply.Redirect {
    /**
     * See another page (303).
     *
     * @param flash shown once on that page; null for nothing
     */
    record Redirect(String path, @Nullable Flash flash) implements PageReply {}

    /** @param done what was done, in a sentence; null when the page itself says it */
    static PageReply redirect(String path, @Nullable String done) {
        return new Redirect(path, done == null || done.isEmpty() ? null : new Flash(Flash.Kind.DONE, done, null));
    }

    /**
     * The same, with a button beside the sentence that takes it back.
     *
     * @param undo the path that the button posts to
     */
    static PageReply undoable(String path, String done, String undo) {
        return new Redirect(path, new Flash(Flash.Kind.DONE, done, undo));
    }

    /** What was not done, or only in part: it stays until it is dismissed. */
    static PageReply warning(String path, Flash.Kind kind, String words) {
        return new Redirect(path, new Flash(kind, words, null));
    }
}
