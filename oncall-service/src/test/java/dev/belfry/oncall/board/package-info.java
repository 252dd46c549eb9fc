/** The board, without engines. */
@NullMarked
package dev.belfry.oncall.board;

import org.jspecify.annotations.NullMarked;
