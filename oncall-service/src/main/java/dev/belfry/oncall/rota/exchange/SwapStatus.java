package dev.belfry.oncall.rota.exchange;

/** Where a swap stands; only one that is offered can change. */
public enum SwapStatus {
    OFFERED,
    ACCEPTED,
    DECLINED,
    WITHDRAWN
}
