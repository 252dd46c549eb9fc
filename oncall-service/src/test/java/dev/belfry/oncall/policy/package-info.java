/** Tests of escalation policies. */
@NullMarked
package dev.belfry.oncall.policy;

import org.jspecify.annotations.NullMarked;
