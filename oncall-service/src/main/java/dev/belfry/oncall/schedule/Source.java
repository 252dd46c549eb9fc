package dev.belfry.oncall.schedule;

/** What put somebody on call. */
public enum Source {
    LAYER,
    SWAP,
    OVERRIDE,
    TEMPORARY
}
