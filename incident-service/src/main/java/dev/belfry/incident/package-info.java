/** The incident service: alerts become incidents, and incidents are worked to their end. */
@NullMarked
package dev.belfry.incident;

import org.jspecify.annotations.NullMarked;
