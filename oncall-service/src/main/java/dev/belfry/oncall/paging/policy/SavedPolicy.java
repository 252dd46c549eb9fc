package dev.belfry.oncall.paging.policy;

import java.time.Instant;

/** One version of a policy, and who saved it when. */
public record SavedPolicy(EscalationPolicy policy, Instant at, String by) {}
