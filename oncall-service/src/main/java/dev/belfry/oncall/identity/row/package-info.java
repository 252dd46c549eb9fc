/** Rows of the database, wherever they are read from. */
@NullMarked
package dev.belfry.oncall.identity.row;

import org.jspecify.annotations.NullMarked;
