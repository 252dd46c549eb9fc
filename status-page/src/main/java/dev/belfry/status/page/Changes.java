package dev.belfry.status.page;

/** Told after a commit that changed what readers see, so that their image is made anew at once. */
@FunctionalInterface
public interface Changes {
    void changed();
}
