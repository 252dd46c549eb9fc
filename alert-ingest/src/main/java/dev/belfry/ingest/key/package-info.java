/** Which routing key leads to which service. */
@NullMarked
package dev.belfry.ingest.key;

import org.jspecify.annotations.NullMarked;
