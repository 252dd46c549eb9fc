/** Who is asking: tokens and sessions, checked locally. */
@NullMarked
package dev.belfry.platform.access;

import org.jspecify.annotations.NullMarked;
