/** Maintenance windows in the console, with the incidents that go on beside them. */
@NullMarked
package dev.belfry.incident.incident.maintenance;

import org.jspecify.annotations.NullMarked;
