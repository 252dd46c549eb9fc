/** Keeps one sender's flood from drowning the others, and loses nothing of it: repeats are counted, not told one by one. */
@NullMarked
package dev.belfry.ingest.flood;

import org.jspecify.annotations.NullMarked;
