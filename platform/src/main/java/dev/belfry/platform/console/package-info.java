/** The pages people use: one layout, sign-in, forms, live updates. */
@NullMarked
package dev.belfry.platform.console;

import org.jspecify.annotations.NullMarked;
