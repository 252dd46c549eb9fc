/** alert-ingest: takes alerts in the senders' own formats and answers when they are durable. */
@NullMarked
package dev.belfry.ingest;

import org.jspecify.annotations.NullMarked;
