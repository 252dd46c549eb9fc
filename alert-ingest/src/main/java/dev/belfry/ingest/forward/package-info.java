/** The way to the owner of what a sender asks about. */
@NullMarked
package dev.belfry.ingest.forward;

import org.jspecify.annotations.NullMarked;
