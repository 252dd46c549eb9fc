package dev.belfry.oncall.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.oncall.policy.PolicyQueries;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;

/** Connects escalations to what they hear, to time, and to the API. */
public final class EscalationService {
    private EscalationService() {}

    public static void wire(Host host, Api api, PolicyQueries policies) {
        StepCommands steps = new StepCommands(host.metrics());
        EscalationCommands commands = new EscalationCommands(host.clock(), steps);
        SimulationQueries simulations = new SimulationQueries(host.database());
        host.consume(Topics.INCIDENTS.name(), new IncidentConsumer(commands));
        host.consume(Topics.DELIVERIES.name(), new DeliveryConsumer(commands));
        host.timer(StepCommands.TIMER, new EscalationTimer(commands, host.metrics()));
        new EscalationRoutes(new EscalationQueries(host.database(), policies), simulations, host.clock()).on(api);
    }
}
