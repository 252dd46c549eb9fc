package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** Connects escalations to what they hear, to time, and to the API. */
public final class EscalationService {
    /** Longer than the topic keeps a request. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    /** How long an incident may be left without a next step by a fault of ours. */
    private static final Duration REPAIRED_WITHIN = Duration.ofSeconds(30);

    private EscalationService() {}

    /** What the pages of policies need of it, and its own pages, to be put on the console. */
    public record Wired(EscalationPages pages, SimulationQueries simulations, ApplyCommands apply) {}

    /** An incident that is for one person alone does not wait for them once they are gone. */
    public static Future<Void> without(Tx tx, UUID person) {
        return EscalationStore.hastenAlone(tx::query, person);
    }

    public static Wired wire(Host host, Api api, PolicyQueries policies) {
        StepCommands steps = new StepCommands(host.metrics());
        EscalationCommands commands = new EscalationCommands(host.clock(), steps, new LeavingCommands(host.metrics()));
        AskCommands asks = new AskCommands(host.database(), host.clock(), commands, steps);
        SimulationQueries simulations = new SimulationQueries(host.database());
        host.consume(Topics.INCIDENTS.name(), new IncidentConsumer(commands));
        host.consume(Topics.REQUESTS.name(), new RequestConsumer(asks));
        host.timer(AskCommands.TIMER, asks::again);
        host.retain("escalation-requests", REMEMBERED, RequestStore.FORGET);
        host.consume(Topics.DELIVERIES.name(), new DeliveryConsumer(commands));
        BacklogClient backlog = new BacklogClient(host.vertx(), host.settings().kafkaBootstrap(), host.database());
        CatchUpCommands catchUp = new CatchUpCommands(host.vertx(), host.database(), backlog, host.metrics());
        host.timer(StepCommands.TIMER, new EscalationTimer(commands, catchUp, host.metrics()));
        BundleCommands bundles = new BundleCommands(steps);
        host.timer(BundleCommands.TIMER, (tx, due) -> bundles.send(tx, due.ref()));
        RepairCommands repairs = new RepairCommands(host.database(), commands, host.metrics());
        host.sweep("lost-escalations", REPAIRED_WITHIN, repairs::look);
        EscalationQueries queries = new EscalationQueries(host.database(), policies, simulations);
        new EscalationRoutes(queries, simulations, asks, host.clock()).on(api);
        SimulationPages simulation = new SimulationPages(simulations, host.clock());
        return new Wired(
                new EscalationPages(queries, simulation, asks, host.ids(), host.clock()),
                simulations,
                new ApplyCommands(host.database(), asks));
    }
}
