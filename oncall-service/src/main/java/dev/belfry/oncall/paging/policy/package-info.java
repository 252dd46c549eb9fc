/** Escalation policies: who is asked first, who next, how long between, and how often from the top. */
@NullMarked
package dev.belfry.oncall.paging.policy;

import org.jspecify.annotations.NullMarked;
