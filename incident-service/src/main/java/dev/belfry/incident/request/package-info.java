/** The latest requests of each integration: what came, and what it was taken for. */
@NullMarked
package dev.belfry.incident.request;

import org.jspecify.annotations.NullMarked;
