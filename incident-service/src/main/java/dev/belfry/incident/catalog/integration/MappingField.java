package dev.belfry.incident.catalog.integration;

import dev.belfry.contracts.integration.PayloadMapping;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One expression of a mapping as the form asks for it.
 *
 * @param name as the API calls it
 * @param help what it has to be
 */
public record MappingField(String name, String label, String help, Function<PayloadMapping, @Nullable String> of) {
    public static final List<MappingField> ALL = List.of(
            new MappingField("summary", "Summary", "What people read first: body.title", PayloadMapping::summary),
            new MappingField(
                    "dedupKey",
                    "Key",
                    "Names the alert, so that its end finds it: body.check.id",
                    PayloadMapping::dedupKey),
            new MappingField(
                    "action",
                    "Action",
                    "trigger, acknowledge, resolve or ignore: body.state == \"ok\" ? \"resolve\" : \"trigger\"",
                    PayloadMapping::action),
            new MappingField(
                    "severity", "Severity", "critical, error, warning or info: body.level", PayloadMapping::severity),
            new MappingField("source", "Source", "Where it happens: body.host", PayloadMapping::source),
            new MappingField("component", "Component", "What it is about: body.check.name", PayloadMapping::component),
            new MappingField("links", "Links", "A list of addresses: [body.url]", PayloadMapping::links),
            new MappingField(
                    "details", "Details", "Names and texts: {\"region\": body.region}", PayloadMapping::details),
            new MappingField(
                    "items",
                    "Several alerts in one body",
                    "A list; the others then speak of item instead of body: body.alerts",
                    PayloadMapping::items));

    /** What was typed, by name, as a mapping; null when nothing was. */
    static @Nullable PayloadMapping mapping(Map<String, String> typed) {
        return typed.values().stream().allMatch(String::isEmpty)
                ? null
                : new PayloadMapping(
                        said(typed, "items"),
                        said(typed, "action"),
                        said(typed, "dedupKey"),
                        said(typed, "summary"),
                        said(typed, "severity"),
                        said(typed, "source"),
                        said(typed, "component"),
                        said(typed, "links"),
                        said(typed, "details"));
    }

    private static @Nullable String said(Map<String, String> typed, String name) {
        var text = typed.getOrDefault(name, "");
        return text.isEmpty() ? null : text;
    }
}
