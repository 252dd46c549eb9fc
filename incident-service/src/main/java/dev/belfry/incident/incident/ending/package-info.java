/** Ends incidents of services that want it after a time in which nothing happened. */
@NullMarked
package dev.belfry.incident.incident.ending;

import org.jspecify.annotations.NullMarked;
