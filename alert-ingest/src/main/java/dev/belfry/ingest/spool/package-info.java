/** What is accepted while the broker is away: kept on this machine's disk and told on, in order, when it is back. */
@NullMarked
package dev.belfry.ingest.spool;

import org.jspecify.annotations.NullMarked;
