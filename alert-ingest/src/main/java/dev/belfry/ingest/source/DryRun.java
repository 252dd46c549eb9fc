package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.PayloadMapping;
import dev.belfry.ingest.mapping.CompiledMapping;
import dev.belfry.ingest.mapping.Member;
import dev.belfry.ingest.mapping.VisibleHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows what a mapping makes of a body, and keeps nothing: for the person who writes it, and when it is saved. */
public final class DryRun {
    private static final PayloadMapping USUAL =
            new PayloadMapping(null, null, null, null, null, null, null, null, null);

    private DryRun() {}

    /**
     * The answer to a body with {@code payload}, and perhaps {@code mapping} and {@code headers}.
     *
     * @param own the integration's mapping, for a body without one
     */
    public static Answer answer(byte[] body, @Nullable PayloadMapping own, Minting minting) {
        var tree = Fields.tree(body);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Webhook.refused(new Refusal.Unreadable("The body is not a JSON object."));
        }
        var request = tree.get();
        var faults = new ArrayList<Refusal.Fault>();
        if (!request.has("payload")) {
            faults.add(new Refusal.Fault("#/payload", "is needed"));
        }
        var given = mapping(request.path("mapping"), faults);
        var headers = headers(request.path("headers"), faults);
        var compiled = CompiledMapping.of(given == null ? Objects.requireNonNullElse(own, USUAL) : given);
        if (given != null) {
            compiled.faults()
                    .forEach(fault -> faults.add(
                            new Refusal.Fault("#/mapping/" + fault.member().text(), fault.words())));
        }
        if (!faults.isEmpty()) {
            return Webhook.refused(new Refusal.Invalid(faults));
        }
        var reading = MappedJson.read(compiled, request.get("payload"), headers, minting);
        return Answer.json(
                200,
                Map.of(
                        "alerts", reading.alerts().stream().map(DryRun::shown).toList(),
                        "notes", reading.notes()));
    }

    /** Null when none is given. */
    private static @Nullable PayloadMapping mapping(JsonNode given, List<Refusal.Fault> faults) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        if (!given.isObject()) {
            faults.add(new Refusal.Fault("#/mapping", "must be an object"));
            return null;
        }
        var texts = new HashMap<String, String>();
        for (var member : given.properties()) {
            var pointer = "#/mapping/" + Fields.shorten(member.getKey(), Fields.MAX_DEDUP_KEY);
            if (Arrays.stream(Member.values()).noneMatch(known -> known.text().equals(member.getKey()))) {
                faults.add(new Refusal.Fault(pointer, "is no member of a mapping"));
            } else if (member.getValue().isTextual()) {
                texts.put(member.getKey(), member.getValue().asText());
            } else if (!member.getValue().isNull()) {
                faults.add(new Refusal.Fault(pointer, "must be text"));
            }
        }
        return new PayloadMapping(
                texts.get("items"),
                texts.get("action"),
                texts.get("dedupKey"),
                texts.get("summary"),
                texts.get("severity"),
                texts.get("source"),
                texts.get("component"),
                texts.get("links"),
                texts.get("details"));
    }

    private static Map<String, String> headers(JsonNode given, List<Refusal.Fault> faults) {
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            faults.add(new Refusal.Fault("#/headers", "must be an object"));
        }
        var headers = new LinkedHashMap<String, String>();
        given.properties().forEach(header -> headers.put(header.getKey(), Fields.asText(header.getValue())));
        return VisibleHeaders.of(headers.entrySet());
    }

    private static JsonNode shown(AlertSignal alert) {
        var shown = JsonNodeFactory.instance.objectNode();
        shown.put("action", alert.action().name().toLowerCase(Locale.ROOT));
        shown.put("dedup_key", alert.dedupKey());
        shown.put("summary", alert.summary());
        shown.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        shown.put("source", alert.source());
        shown.put("component", alert.component());
        alert.details().forEach(shown.putObject("details")::put);
        var links = shown.putArray("links");
        alert.links().forEach(link -> links.addObject().put("href", link.href()).put("text", link.text()));
        return shown;
    }
}
