package dev.belfry.ingest.spool;

/** Where an accepted request is kept. */
public enum Durability {
    /** The broker has it, acknowledged by all its replicas in sync. */
    LOG,
    /** The disk of this node has it, and the broker will. */
    NODE
}
