/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.identity.people;

import org.jspecify.annotations.NullMarked;
