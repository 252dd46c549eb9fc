/** Makes one incident of what would be too many. */
@NullMarked
package dev.belfry.incident.incident.storm;

import org.jspecify.annotations.NullMarked;
