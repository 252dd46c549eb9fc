/** A real PostgreSQL and a real Kafka broker as child processes that die with their parent, for a laptop and for tests. */
@NullMarked
package dev.belfry.engines;

import org.jspecify.annotations.NullMarked;
