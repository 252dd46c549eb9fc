/** What can be counted and found in what happened. */
@NullMarked
package dev.belfry.incident.insight;

import org.jspecify.annotations.NullMarked;
