package dev.belfry.oncall.rota.coverage;

/** What is known of a schedule's time ahead: when somebody is on call, and whether they can answer. */
record Proof(Coverage coverage, Staffing staffing) {}
