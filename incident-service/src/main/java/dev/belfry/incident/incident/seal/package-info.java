/** Shows that nobody has changed a timeline after it was written. */
@NullMarked
package dev.belfry.incident.incident.seal;

import org.jspecify.annotations.NullMarked;
