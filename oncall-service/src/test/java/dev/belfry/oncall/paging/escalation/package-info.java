/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.paging.escalation;

import org.jspecify.annotations.NullMarked;
