package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertSignal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Alertmanager's webhook, version 4: one body carries the alerts of a group, each with its own status, which is the one
 * that counts. The dedup key is the fingerprint of the labels, so all replicas of an Alertmanager mean the same alert.
 * Grafana's webhook, which has the same shape, is read here too when somebody gave it this address.
 */
public final class AlertmanagerWebhook implements Source {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    @Override
    public String format() {
        return "alertmanager";
    }

    @Override
    public String listOf(String contentType) {
        return "alerts";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("The body is not a JSON object.");
        }
        var group = tree.get();
        if (!group.path("alerts").isArray()) {
            return Normalised.invalid(List.of(new Refusal.Fault("#/alerts", "must be an array of alerts")));
        }
        var signals = new ArrayList<AlertSignal>();
        var faults = new ArrayList<Refusal.Fault>();
        int index = 0;
        for (var alert : group.path("alerts")) {
            if (alert.path("labels").isObject()) {
                signals.add(LabelledAlert.signal(group, alert, minting));
            } else {
                faults.add(new Refusal.Fault("#/alerts/" + index + "/labels", "must be an object of labels"));
            }
            index++;
        }
        return faults.isEmpty()
                ? Normalised.Accepted.alerts(incoming.routingKey(), signals)
                : Normalised.invalid(faults);
    }

    /** FNV-1a over the sorted labels, each name and value ended by 0xFF: what Alertmanager itself computes. */
    static String fingerprint(JsonNode labels) {
        var sorted = new TreeMap<String, String>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().asText()));
        return fingerprint(sorted);
    }

    /** As above, of labels that are sorted already. */
    static String fingerprint(Map<String, String> sorted) {
        long hash = FNV_OFFSET;
        for (var label : sorted.entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (octet & 0xff)) * FNV_PRIME;
        }
        return (result ^ 0xff) * FNV_PRIME;
    }
}
