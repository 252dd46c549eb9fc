/** What people want of an incident of each severity. */
@NullMarked
package dev.belfry.incident.incident.severity;

import org.jspecify.annotations.NullMarked;
