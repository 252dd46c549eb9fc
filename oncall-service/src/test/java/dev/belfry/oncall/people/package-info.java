/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.people;

import org.jspecify.annotations.NullMarked;
