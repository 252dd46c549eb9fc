/** The topics of Belfry's event log. */
@NullMarked
package dev.belfry.contracts;

import org.jspecify.annotations.NullMarked;
