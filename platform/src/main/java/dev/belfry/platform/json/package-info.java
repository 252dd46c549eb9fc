/** JSON as every service writes and reads it. */
@NullMarked
package dev.belfry.platform.json;

import org.jspecify.annotations.NullMarked;
