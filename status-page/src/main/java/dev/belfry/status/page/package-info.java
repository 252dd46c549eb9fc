/** Status pages: their name, address and zone. */
@NullMarked
package dev.belfry.status.page;

import org.jspecify.annotations.NullMarked;
