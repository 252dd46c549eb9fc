/** Records that a consumer could not process. */
@NullMarked
package dev.belfry.contracts.parking;

import org.jspecify.annotations.NullMarked;
