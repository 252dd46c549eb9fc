package dev.belfry.system;

/** An incident as the API tells it. */
record Incident(String id, long number, String status, String severity, String title, int cycle) {}
