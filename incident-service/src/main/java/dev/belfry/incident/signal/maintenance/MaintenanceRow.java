package dev.belfry.incident.signal.maintenance;

/**
 * A window as a line of the list.
 *
 * @param scope whose alerts, in words
 * @param heldBack how many firing alerts it holds back
 */
public record MaintenanceRow(MaintenanceWindow window, MaintenanceWindow.State state, String scope, long heldBack) {}
