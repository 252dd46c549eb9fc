/** What the documents say, held against the house they speak of. */
@NullMarked
package dev.belfry.system.docs;

import org.jspecify.annotations.NullMarked;
