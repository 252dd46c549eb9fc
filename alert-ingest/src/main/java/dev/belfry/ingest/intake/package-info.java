/** The way of a request: body, key, format, durable, answer. */
@NullMarked
package dev.belfry.ingest.intake;

import org.jspecify.annotations.NullMarked;
