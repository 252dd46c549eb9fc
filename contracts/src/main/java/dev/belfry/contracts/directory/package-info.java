/** People, tokens and keys, as far as every service must know them to authorise locally. */
@NullMarked
package dev.belfry.contracts.directory;

import org.jspecify.annotations.NullMarked;
