package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.EscalationWords;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Publishes what escalations did with the transaction in which they did it, and keeps what their pages show. */
final class FactCommands {
    private FactCommands() {}

    /** What one escalation did at one moment, in order. */
    record Account(Run run, IncidentState incident, Instant now, List<Fact> facts) {
        static Account of(Scene scene, Fact... facts) {
            return new Account(scene.run(), scene.incident(), scene.now().now(), List.of(facts));
        }
    }

    static Future<Void> tell(Tx tx, Account account) {
        return tell(tx, List.of(account));
    }

    static Future<Void> tell(Tx tx, List<Account> accounts) {
        List<EscalationFact> kept = new ArrayList<>();
        for (Account account : accounts) {
            int sequence = 0;
            for (Fact fact : account.facts()) {
                EscalationFact told = fact.in(account.run(), account.incident().severity(), account.now(), sequence++);
                tx.emit(message(told));
                if (isKept(told)) {
                    kept.add(told);
                }
            }
        }
        return FactStore.keep(tx::query, kept);
    }

    private static Message message(EscalationFact fact) {
        String incident = fact.incidentId().toString();
        return new Message(fact.id(), Topics.ESCALATIONS.name(), incident, EscalationFact.TYPE, incident, fact);
    }

    /** The pages of steps, and when it began and ended, are rows of their own. */
    private static boolean isKept(EscalationFact fact) {
        return switch (fact.kind()) {
            case BEGUN, ENDED -> false;
            case ASKED -> fact.by() != null;
            default -> EscalationWords.isNews(fact);
        };
    }
}
