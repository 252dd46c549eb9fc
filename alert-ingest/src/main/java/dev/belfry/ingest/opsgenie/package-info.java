/** Opsgenie's API as far as it only has to be durable; what needs to be known is asked of its owner. */
@NullMarked
package dev.belfry.ingest.opsgenie;

import org.jspecify.annotations.NullMarked;
