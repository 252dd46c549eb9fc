/** Mail as a way in: what it says, and what it means for an integration. */
@NullMarked
package dev.belfry.ingest.email;

import org.jspecify.annotations.NullMarked;
