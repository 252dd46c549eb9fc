/** Identifiers: ordered ones for what happens, derived ones for what must happen once. */
@NullMarked
package dev.belfry.platform.id;

import org.jspecify.annotations.NullMarked;
