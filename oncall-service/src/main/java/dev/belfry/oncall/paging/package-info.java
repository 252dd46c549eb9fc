/** Who is asked when something happens: escalation policies and the escalations that run on them. */
@NullMarked
package dev.belfry.oncall.paging;

import org.jspecify.annotations.NullMarked;
