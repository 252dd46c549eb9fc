/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.escalation;

import org.jspecify.annotations.NullMarked;
