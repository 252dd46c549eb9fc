/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.schedule;

import org.jspecify.annotations.NullMarked;
