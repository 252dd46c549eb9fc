package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.platform.id.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert, or a change, while it is read: whatever comes in, each part keeps within its bounds, and what is missing makes the alert
 * coarser, never no alert.
 */
public final class Draft {
    static final int MAX_DESCRIPTION = 15_000;
    private static final int MAX_TAGS = 50;
    private static final Set<String> PRIORITIES = Set.of("P1", "P2", "P3", "P4", "P5");

    private final Minting minting;
    private final Map<String, String> details = Fields.details();
    private final List<AlertLink> links = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private AlertAction action = AlertAction.TRIGGER;
    private AlertSeverity severity = AlertSeverity.ERROR;
    private String key = "";
    private String summary = "";
    private String description = "";
    private @Nullable String source;
    private @Nullable String component;
    private @Nullable String priority;
    private @Nullable Instant occurredAt;
    private @Nullable Instant expiresAt;
    private @Nullable Map<String, String> labels;
    private boolean nothing;

    public Draft(Minting minting) {
        this.minting = minting;
    }

    /** The request is understood, and tells of no alert. */
    void nothing() {
        nothing = true;
    }

    boolean isNothing() {
        return nothing;
    }

    public Draft action(AlertAction now) {
        action = now;
        return this;
    }

    Draft resolveIf(boolean over) {
        return over ? action(AlertAction.RESOLVE) : this;
    }

    boolean isResolved() {
        return action == AlertAction.RESOLVE;
    }

    /** The parts that are there, joined; none of them leaves the alert without a key of its sender's. */
    public Draft key(String... parts) {
        var present = new ArrayList<String>();
        for (var part : parts) {
            if (!part.isEmpty()) {
                present.add(part);
            }
        }
        key = String.join("/", present);
        return this;
    }

    /** The first text that is not empty counts; of several lines the first. */
    public Draft summary(String... choices) {
        for (var choice : choices) {
            if (summary.isEmpty() && !choice.isBlank()) {
                var text = choice.strip();
                int end = text.indexOf('\n');
                summary = end < 0 ? text : text.substring(0, end).strip();
            }
        }
        return this;
    }

    Draft severity(AlertSeverity how) {
        severity = how;
        return this;
    }

    public Draft description(String text) {
        description = text;
        return this;
    }

    public Draft source(String text) {
        source = text.isEmpty() ? null : kept(text, Fields.MAX_SUMMARY);
        return this;
    }

    Draft component(String text) {
        component = text.isEmpty() ? null : kept(text, Fields.MAX_SUMMARY);
        return this;
    }

    public Draft at(@Nullable Instant time) {
        occurredAt = time;
        return this;
    }

    /** When it is over by itself; null when only a word ends it. */
    Draft until(@Nullable Instant time) {
        expiresAt = time;
        return this;
    }

    /** One of P1 to P5; any other word is left out. */
    Draft priority(String word) {
        priority = PRIORITIES.contains(word) ? word : null;
        return this;
    }

    public Draft detail(String name, String value) {
        if (!value.isEmpty() && details.size() < Fields.MAX_DETAILS) {
            details.putIfAbsent(kept(name, Fields.MAX_DEDUP_KEY), kept(value, Fields.MAX_TEXT));
        }
        return this;
    }

    /** These members of an object, under their names. */
    Draft details(JsonNode node, String... names) {
        for (var name : names) {
            detail(name, Fields.text(node, name));
        }
        return this;
    }

    /** All members of an object, under their names with the prefix. */
    Draft allDetails(@Nullable JsonNode node, String prefix) {
        if (node != null && !node.isMissingNode()) {
            Fields.details(node, prefix, details);
        }
        return this;
    }

    Draft link(String href, String text) {
        Fields.link(links, details, href, text.isEmpty() ? null : kept(text, Fields.MAX_SUMMARY));
        return this;
    }

    Draft image(JsonNode image) {
        Fields.image(links, details, image);
        return this;
    }

    Draft labels(JsonNode node) {
        var read = Fields.details();
        Fields.details(node, "", read);
        labels = read;
        return this;
    }

    /** Labels that are known to be texts; they keep within the same bounds. */
    Draft labels(Map<String, String> given) {
        var read = Fields.details();
        given.forEach((name, value) -> {
            if (read.size() < Fields.MAX_DETAILS) {
                read.put(kept(name, Fields.MAX_DEDUP_KEY), kept(value, Fields.MAX_TEXT));
            }
        });
        labels = read;
        return this;
    }

    Draft tag(String tag) {
        if (!tag.isBlank() && tags.size() < MAX_TAGS) {
            tags.add(kept(tag.strip(), Fields.MAX_DEDUP_KEY));
        }
        return this;
    }

    public AlertSignal signal() {
        if (key.isEmpty() && action != AlertAction.TRIGGER) {
            // It ends something, but nobody can know what: somebody should look, and need not run.
            action = AlertAction.TRIGGER;
            severity = AlertSeverity.INFO;
            detail("not understood", "It says that an alert is over, and does not name the alert.");
        }
        return new AlertSignal(
                minting.id(),
                action,
                key.isEmpty() ? minting.dedupKey() : bounded(Fields.whole(key)),
                kept(
                        summary.isEmpty() && action == AlertAction.TRIGGER ? "Alert without a summary" : summary,
                        Fields.MAX_SUMMARY),
                severity,
                source,
                component,
                occurredAt,
                details,
                links,
                labels,
                description.isEmpty() ? null : kept(description, MAX_DESCRIPTION),
                priority,
                tags.isEmpty() ? null : List.copyOf(tags),
                expiresAt,
                null);
    }

    /** For what pages nobody. */
    ChangeSignal change() {
        return new ChangeSignal(
                kept(summary.isEmpty() ? "Change without a summary" : summary, Fields.MAX_SUMMARY),
                source,
                occurredAt,
                details,
                links);
    }

    private static String kept(String text, int max) {
        return Fields.shorten(Fields.whole(text), max);
    }

    /** Two long keys that begin alike stay two: the end is replaced by a digest of the whole. */
    static String bounded(String key) {
        if (key.length() <= Fields.MAX_DEDUP_KEY) {
            return key;
        }
        var digest = Sha256.hex(key);
        return Fields.shorten(key, Fields.MAX_DEDUP_KEY - digest.length()) + digest;
    }
}
