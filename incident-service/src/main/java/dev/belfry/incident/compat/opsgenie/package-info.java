/** Alerts and heartbeats in Opsgenie's words, for clients that speak no others. */
@NullMarked
package dev.belfry.incident.compat.opsgenie;

import org.jspecify.annotations.NullMarked;
