/** The services people run, the integrations through which senders report, and what those integrations received. */
@NullMarked
package dev.belfry.incident.catalog;

import org.jspecify.annotations.NullMarked;
