package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belfry.contracts.alert.AlertAction;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 over HTTP: binary, structured and batched, as JSON. The data is read as the generic format is; the
 * extensions {@code dedupkey}, {@code severity} and {@code action} say it for data that does not, and all others are kept
 * as details. Source and id name an alert that nothing else names.
 */
public final class CloudEvents implements OneAlert {
    private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");
    private static final List<String> OPTIONAL =
            List.of("subject", "time", "dataschema", "dedupkey", "severity", "action");

    private static final List<String> DATA = List.of("data", "data_base64", "datacontenttype");

    @Override
    public String format() {
        return "cloudevents";
    }

    @Override
    public @Nullable String listOf(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("application/cloudevents-batch") ? "" : null;
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var type = incoming.header().apply("Content-Type").toLowerCase(Locale.ROOT);
        boolean named = type.startsWith("application/cloudevents");
        if (named && !type.matches("application/cloudevents(-batch)?\\+json\\s*(;.*)?")) {
            return new Normalised.Refused(new Refusal.Unsupported("Of the event formats only JSON is taken."));
        }
        var tree = Fields.tree(incoming);
        if (!named && REQUIRED.stream().noneMatch(name -> header(incoming, name).isEmpty())) {
            return binary(incoming, type, minting);
        }
        if (!named && (tree.isEmpty() || !tree.get().has("specversion"))) {
            return new Normalised.Refused(new Refusal.Unsupported(
                    "This is no CloudEvent: neither its Content-Type nor ce- headers nor its body say so."));
        }
        if (tree.isEmpty() || !tree.get().isContainerNode()) {
            return Normalised.unreadable("The body is not JSON.");
        }
        return each(tree.get(), incoming, minting);
    }

    private static String header(Incoming incoming, String name) {
        return incoming.header().apply("ce-" + name);
    }

    private Normalised binary(Incoming incoming, String type, Minting minting) {
        var event = Forms.object();
        var names = new LinkedHashSet<>(REQUIRED);
        names.addAll(OPTIONAL);
        for (var sent : incoming.headers().get().keySet()) {
            if (sent.startsWith("ce-")) {
                names.add(sent.substring("ce-".length()));
            }
        }
        for (var name : names) {
            var sent = header(incoming, name);
            var value = decoded(sent);
            if (value.isEmpty()) {
                return Normalised.unreadable("The header ce-" + name + " is not percent-encoded UTF-8.");
            }
            if (!sent.isEmpty()) {
                event.put(name, value.get());
            }
        }
        event.set("data", data(incoming.bytes(), type, type.contains("json") || type.isEmpty()));
        return each(event, incoming, minting);
    }

    /** Percent-encoded, perhaps in quotes; some senders put UTF-8 there as it is. */
    private static Optional<String> decoded(String header) {
        var bare = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                ? header.substring(1, header.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : header;
        // An HTTP server hands on each byte of a header as one character.
        return bare.chars().anyMatch(one -> one > 0xff) ? Optional.of(bare) : Percent.utf8(Percent.decode(bare, false));
    }

    private static JsonNode data(byte[] bytes, String type, boolean json) {
        var tree = json ? Fields.tree(bytes, type) : Optional.<JsonNode>empty();
        return tree.orElseGet(() -> TextNode.valueOf(Charsets.text(bytes, type)));
    }

    @Override
    public void fill(JsonNode event, Incoming incoming, Draft draft) {
        var data = data(event);
        var action = GenericJson.action(said(event, data, "action", "event_action", "status", "state"));
        var key = said(event, data, "dedupkey", "dedup_key", "dedupKey", "alias");
        var source = Fields.text(event, "source");
        var host = Fields.text(data, "host", "hostname", "instance");
        var type = Fields.text(event, "type");
        var subject = Fields.text(event, "subject");
        draft.action(action)
                .key(key)
                .summary(Fields.text(data, "summary", "title", "message", "name", "description"))
                .summary(subject.isEmpty() ? type : type + ": " + subject)
                .description(Fields.text(data, "description"))
                .severity(Fields.severity(said(event, data, "severity", "priority", "level")))
                .source(host.isEmpty() ? source : host)
                .component(subject)
                .at(Fields.time(event, "time"))
                .details(event, "type", "source", "subject", "id", "dataschema")
                .allDetails(data.isTextual() ? Forms.object().set("data", data) : data, "")
                .link(Fields.text(data, "url", "link"), "Source");
        for (var attribute : event.properties()) {
            var name = attribute.getKey();
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name) && !DATA.contains(name)) {
                draft.detail(name, Fields.text(event, name));
            }
        }
        if (key.isEmpty() && action == AlertAction.TRIGGER) {
            draft.key(source, Fields.text(event, "id"));
        }
    }

    private static JsonNode data(JsonNode event) {
        var base64 = Fields.text(event, "data_base64");
        if (base64.isEmpty()) {
            return event.path("data").isNull() ? Forms.object() : event.path("data");
        }
        try {
            return data(Base64.getDecoder().decode(base64), Fields.text(event, "datacontenttype"), true);
        } catch (IllegalArgumentException notBase64) {
            return event.path("data_base64");
        }
    }

    /** What an extension says counts before what the data says. */
    private static String said(JsonNode event, JsonNode data, String... names) {
        var said = Fields.text(event, names);
        return said.isEmpty() ? Fields.text(data, names) : said;
    }
}
