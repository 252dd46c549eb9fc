package dev.belfry.oncall.rota.schedule;

/** What put somebody on call. */
public enum Source {
    LAYER,
    SWAP,
    OVERRIDE,
    TEMPORARY
}
