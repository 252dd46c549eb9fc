/** What senders say, deduplicated into alerts and grouped into incidents. */
@NullMarked
package dev.belfry.incident.signal.alert;

import org.jspecify.annotations.NullMarked;
