/** The senders' formats, one class each: bytes in, alerts or the format's own refusal out. */
@NullMarked
package dev.belfry.ingest.source;

import org.jspecify.annotations.NullMarked;
