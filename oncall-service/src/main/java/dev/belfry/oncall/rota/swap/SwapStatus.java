package dev.belfry.oncall.rota.swap;

/** Where a swap stands; only one that is offered can change. */
public enum SwapStatus {
    OFFERED,
    ACCEPTED,
    DECLINED,
    WITHDRAWN
}
