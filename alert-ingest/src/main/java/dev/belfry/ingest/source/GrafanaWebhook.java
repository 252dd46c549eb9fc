package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSignal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Grafana's webhook contact point: Alertmanager's shape with members of its own. Also the webhook of Grafana before 9,
 * which says one thing of one rule, and whatever a payload template of Grafana 12 makes, coarsely.
 */
public final class GrafanaWebhook implements OneAlert {
    private static final String SIGNATURE = "X-Grafana-Alerting-Signature";

    @Override
    public String format() {
        return "grafana";
    }

    @Override
    public String listOf(String contentType) {
        return "alerts";
    }

    @Override
    public @Nullable Refusal check(Incoming whole) {
        return isSignatureRight(whole)
                ? null
                : new Refusal.Forged("The signature in " + SIGNATURE
                        + " is not that of the body with the routing key as its secret.");
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var forged = check(incoming);
        if (forged != null) {
            return new Normalised.Refused(forged);
        }
        var tree = Fields.tree(incoming);
        if (tree.isPresent() && tree.get().path("alerts").isArray()) {
            var signals = new ArrayList<AlertSignal>();
            for (var alert : tree.get().path("alerts")) {
                signals.add(LabelledAlert.signal(tree.get(), alert, minting));
            }
            return Normalised.Accepted.alerts(incoming.routingKey(), signals);
        }
        return OneAlert.super.read(incoming, minting);
    }

    /** Grafana 12 signs when it is told to: the body, or {@code <seconds>:<body>} where a header says when. */
    private static boolean isSignatureRight(Incoming incoming) {
        var signature = incoming.header().apply(SIGNATURE);
        if (signature.isEmpty()) {
            return true;
        }
        var time = incoming.header().apply("X-Grafana-Alerting-Timestamp");
        var body = incoming.bytes();
        if (!time.isEmpty()) {
            var start = (time + ":").getBytes(StandardCharsets.UTF_8);
            var signed = new byte[start.length + body.length];
            System.arraycopy(start, 0, signed, 0, start.length);
            System.arraycopy(body, 0, signed, start.length, body.length);
            body = signed;
        }
        return Hmac.matches(incoming.routingKey(), body, signature);
    }

    /** A rule of Grafana before 9 is known by its id. */
    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var state = Fields.text(event, "state", "status").toLowerCase(Locale.ROOT);
        draft.resolveIf(state.equals("ok") || state.equals("resolved"))
                .key(Fields.text(event, "ruleId", "groupKey", "fingerprint"))
                .summary(Fields.text(event, "title", "ruleName", "message"))
                .description(Fields.text(event, "message"))
                .severity(Fields.severity(Fields.text(event, "severity")))
                .details(event, "ruleName", "state")
                .allDetails(event.get("tags"), "tag.")
                .link(Fields.text(event, "ruleUrl"), "Rule")
                .link(Fields.text(event, "imageUrl"), "Image");
        for (var match : event.path("evalMatches")) {
            draft.detail("value." + Fields.text(match, "metric"), Fields.text(match, "value"));
        }
    }
}
