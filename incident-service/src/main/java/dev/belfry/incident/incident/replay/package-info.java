/** What a draft of an event rule would have done to the alerts of the last days. */
@NullMarked
package dev.belfry.incident.incident.replay;

import org.jspecify.annotations.NullMarked;
