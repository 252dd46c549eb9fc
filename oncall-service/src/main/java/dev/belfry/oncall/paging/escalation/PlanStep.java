package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.paging.policy.PolicyStep;
import java.util.UUID;

/**
 * A step of a plan.
 *
 * @param policy the policy it is written in
 * @param number which step of that policy it is, from 1
 */
public record PlanStep(UUID policy, String policyName, int number, PolicyStep step) {}
