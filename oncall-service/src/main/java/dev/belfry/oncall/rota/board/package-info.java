/** Who is on call now, for everybody at a glance. */
@NullMarked
package dev.belfry.oncall.rota.board;

import org.jspecify.annotations.NullMarked;
