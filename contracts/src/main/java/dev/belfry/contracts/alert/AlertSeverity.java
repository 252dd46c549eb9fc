package dev.belfry.contracts.alert;

/** How bad the sender says it is, worst first; the four words of PagerDuty's Events v2. */
public enum AlertSeverity {
    CRITICAL,
    ERROR,
    WARNING,
    INFO
}
