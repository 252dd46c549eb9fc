/** A user's own expressions over a user's own JSON. */
@NullMarked
package dev.belfry.ingest.mapping;

import org.jspecify.annotations.NullMarked;
