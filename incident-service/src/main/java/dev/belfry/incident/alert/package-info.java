/** What senders say, deduplicated into alerts and grouped into incidents. */
@NullMarked
package dev.belfry.incident.alert;

import org.jspecify.annotations.NullMarked;
