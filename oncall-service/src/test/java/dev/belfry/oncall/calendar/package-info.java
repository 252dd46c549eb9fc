/** Calendar feeds, without engines. */
@NullMarked
package dev.belfry.oncall.calendar;

import org.jspecify.annotations.NullMarked;
