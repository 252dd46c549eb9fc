/** Running escalations: each incident that needs somebody climbs its policy step by step until it is acknowledged. */
@NullMarked
package dev.belfry.oncall.paging.escalation;

import org.jspecify.annotations.NullMarked;
