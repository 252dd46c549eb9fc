/** What a schedule is worth, checked with a calendar. */
@NullMarked
package dev.belfry.oncall.coverage;

import org.jspecify.annotations.NullMarked;
