package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSignal;
import java.util.ArrayList;
import java.util.List;

/** A source whose body is an object that says one thing of one alert, as JSON or as a form; most are so. */
interface OneAlert extends Source {
    int MAX_ALERTS = 1_000;

    /** Reads the object into the draft. Nothing in it may be taken for granted. */
    void fill(JsonNode event, Incoming incoming, Draft draft);

    @Override
    default Normalised read(Incoming incoming, Minting minting) {
        var tree = Forms.tree(incoming);
        if (tree.isEmpty() || tree.get().isEmpty()) {
            return Normalised.unreadable("The body is neither a JSON object nor a form.");
        }
        return each(tree.get(), incoming, minting);
    }

    /** One object, or a list of such. */
    default Normalised each(JsonNode tree, Incoming incoming, Minting minting) {
        var signals = new ArrayList<AlertSignal>();
        Iterable<JsonNode> events = tree.isArray() ? tree : List.of(tree);
        for (var event : events) {
            if (signals.size() == MAX_ALERTS) {
                signals.add(new Draft(minting)
                        .summary((tree.size() - MAX_ALERTS) + " more alerts came in one request and were not read")
                        .signal());
                break;
            }
            var draft = new Draft(minting);
            fill(event, incoming, draft);
            if (!draft.isNothing()) {
                signals.add(draft.signal());
            }
        }
        return Normalised.Accepted.alerts(incoming.routingKey(), signals);
    }
}
