/** The addresses that are pinged. */
@NullMarked
package dev.belfry.ingest.heartbeat;

import org.jspecify.annotations.NullMarked;
