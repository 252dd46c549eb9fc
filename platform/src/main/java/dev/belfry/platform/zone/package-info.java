/** The rules of time zones, and which version of them is in use. */
@NullMarked
package dev.belfry.platform.zone;

import org.jspecify.annotations.NullMarked;
