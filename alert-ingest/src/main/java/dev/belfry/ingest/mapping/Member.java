package dev.belfry.ingest.mapping;

import dev.belfry.contracts.integration.PayloadMapping;
import org.jspecify.annotations.Nullable;

/** The members of a mapping, by the names they have in the API. */
public enum Member {
    ITEMS("items"),
    ACTION("action"),
    DEDUP_KEY("dedupKey"),
    SUMMARY("summary"),
    SEVERITY("severity"),
    SOURCE("source"),
    COMPONENT("component"),
    LINKS("links"),
    DETAILS("details");

    private final String text;

    Member(String text) {
        this.text = text;
    }

    /** As it is written in a mapping. */
    public String text() {
        return text;
    }

    @Nullable
    String of(PayloadMapping mapping) {
        return switch (this) {
            case ITEMS -> mapping.items();
            case ACTION -> mapping.action();
            case DEDUP_KEY -> mapping.dedupKey();
            case SUMMARY -> mapping.summary();
            case SEVERITY -> mapping.severity();
            case SOURCE -> mapping.source();
            case COMPONENT -> mapping.component();
            case LINKS -> mapping.links();
            case DETAILS -> mapping.details();
        };
    }
}
