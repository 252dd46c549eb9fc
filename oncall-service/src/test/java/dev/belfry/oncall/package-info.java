/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall;

import org.jspecify.annotations.NullMarked;
