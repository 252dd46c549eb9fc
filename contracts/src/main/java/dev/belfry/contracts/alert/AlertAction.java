package dev.belfry.contracts.alert;

/** What the sender says has become of its problem. */
public enum AlertAction {
    TRIGGER,
    ACKNOWLEDGE,
    RESOLVE
}
