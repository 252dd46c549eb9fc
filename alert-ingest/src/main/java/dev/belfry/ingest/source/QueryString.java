package dev.belfry.ingest.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of an address, decoded without losing a byte; of one that comes twice the first counts. */
public final class QueryString {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private QueryString() {}

    /** @param raw as it stands in the address, without its question mark */
    public static QueryString of(@Nullable String raw) {
        var query = new QueryString();
        if (raw != null) {
            Forms.pairs(raw, "", query.parameters::putIfAbsent);
        }
        return query;
    }

    /** Empty when it is absent. */
    public String first(String name) {
        return Objects.requireNonNullElse(parameters.get(name), "");
    }

    /** In UTF-8, with its question mark; empty when there is none. */
    public String encoded() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> Percent.encode(one.getKey()) + "=" + Percent.encode(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
