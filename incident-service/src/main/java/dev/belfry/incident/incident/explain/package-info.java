/** Why somebody was paged, or why nobody was. */
@NullMarked
package dev.belfry.incident.incident.explain;

import org.jspecify.annotations.NullMarked;
