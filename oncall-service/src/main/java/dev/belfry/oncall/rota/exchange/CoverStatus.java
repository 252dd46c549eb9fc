package dev.belfry.oncall.rota.exchange;

/** Where a cover request stands; only an open one can change. */
public enum CoverStatus {
    OPEN,
    TAKEN,
    WITHDRAWN
}
