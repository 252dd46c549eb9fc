/** What a schedule is worth, checked with a calendar. */
@NullMarked
package dev.belfry.oncall.rota.coverage;

import org.jspecify.annotations.NullMarked;
