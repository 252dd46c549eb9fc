/** Public incidents: what the team tells customers, update by update. */
@NullMarked
package dev.belfry.status.announcement;

import org.jspecify.annotations.NullMarked;
