/** The board, without engines. */
@NullMarked
package dev.belfry.oncall.rota.board;

import org.jspecify.annotations.NullMarked;
