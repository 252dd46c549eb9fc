/** What is wrong although the service runs. */
@NullMarked
package dev.belfry.platform.health;

import org.jspecify.annotations.NullMarked;
