package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.mapping.CompiledMapping;
import dev.belfry.ingest.mapping.MappedItem;
import dev.belfry.ingest.mapping.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON by its user's own mapping, and by the usual names where that says nothing. Any JSON comes to something: what
 * is not understood makes an alert coarser, never no alert.
 */
public final class MappedJson {
    private MappedJson() {}

    /**
     * What became of a body.
     *
     * @param notes what the mapping did not find, in words for the person who wrote it
     */
    public record Reading(List<AlertSignal> alerts, List<String> notes) {}

    public static Reading read(CompiledMapping mapping, JsonNode body, Map<String, String> headers, Minting minting) {
        var mapped = mapping.read(body, headers);
        var notes = new ArrayList<>(mapped.notes());
        var alerts = new ArrayList<AlertSignal>();
        int ignored = 0;
        for (var item : mapped.items()) {
            if ("ignore".equalsIgnoreCase(text(item, Member.ACTION))) {
                ignored++;
            } else {
                alerts.add(signal(item, minting));
            }
        }
        if (ignored > 0) {
            notes.add("action: ignored " + ignored + " of " + mapped.items().size());
        }
        if (mapped.leftOut() > 0) {
            alerts.add(new Draft(minting)
                    .summary(mapped.leftOut() + " more alerts came in one request and were not read")
                    .signal());
        }
        return new Reading(alerts, notes);
    }

    private static AlertSignal signal(MappedItem item, Minting minting) {
        var event = item.json() instanceof ObjectNode object ? object : Forms.object();
        var summary = said(item, Member.SUMMARY, event, GenericJson.SUMMARY);
        var draft = new Draft(minting)
                .action(GenericJson.action(said(item, Member.ACTION, event, GenericJson.ACTION)))
                .key(item.isNothing(Member.DEDUP_KEY) ? "" : said(item, Member.DEDUP_KEY, event, GenericJson.KEY))
                .summary(summary)
                .description(GenericJson.description(event, summary))
                .severity(Fields.severity(said(item, Member.SEVERITY, event, GenericJson.SEVERITY)))
                .source(said(item, Member.SOURCE, event, GenericJson.SOURCE))
                .component(said(item, Member.COMPONENT, event, GenericJson.COMPONENT))
                .at(Fields.time(event, GenericJson.TIME));
        var links = item.value(Member.LINKS);
        if (links == null) {
            GenericJson.links(event, (href, text) -> draft.link(href, text == null ? "" : text));
        } else if (links.isTextual()) {
            draft.link(links.asText(), "");
        } else {
            // A list of texts; of objects what the usual names say.
            var linked = Forms.object().set("links", links);
            GenericJson.links(linked, (href, text) -> draft.link(href, text == null ? "" : text));
        }
        var details = item.value(Member.DETAILS);
        if (details == null) {
            for (var name : GenericJson.DETAILS) {
                draft.allDetails(event.get(name), "");
            }
        } else {
            draft.allDetails(details, "");
        }
        return draft.signal();
    }

    private static String said(MappedItem item, Member member, JsonNode event, String[] usual) {
        var text = text(item, member);
        return text == null || text.isEmpty() ? Fields.text(event, usual) : text;
    }

    private static @Nullable String text(MappedItem item, Member member) {
        var value = item.value(member);
        return value == null ? null : Fields.asText(value).strip();
    }
}
