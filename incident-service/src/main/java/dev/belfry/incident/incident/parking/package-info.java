/** Records that no consumer could process become incidents, so that they are never silent. */
@NullMarked
package dev.belfry.incident.incident.parking;

import org.jspecify.annotations.NullMarked;
