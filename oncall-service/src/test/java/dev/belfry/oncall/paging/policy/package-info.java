/** Tests of escalation policies. */
@NullMarked
package dev.belfry.oncall.paging.policy;

import org.jspecify.annotations.NullMarked;
