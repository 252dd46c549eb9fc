/** What a house wants to know of its incidents besides: typed fields, and their values. */
@NullMarked
package dev.belfry.incident.incident.field;

import org.jspecify.annotations.NullMarked;
