package dev.belfry.system;

/** Somebody who can be paged. */
record Person(String id, String name, String email) {}
