/** What those who wait are told, and who is reminded when the next update is due. */
@NullMarked
package dev.belfry.incident.incident.update;

import org.jspecify.annotations.NullMarked;
