/** What shall page nobody for a while, who said so, and why. */
@NullMarked
package dev.belfry.incident.signal.silence;

import org.jspecify.annotations.NullMarked;
