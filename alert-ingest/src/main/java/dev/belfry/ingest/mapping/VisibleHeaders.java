package dev.belfry.ingest.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The headers that may be seen and kept: none by which a sender shows who it is, and all attributes of a CloudEvent. */
public final class VisibleHeaders {
    private static final int MAX = 100;
    private static final int MAX_VALUE = 8_192;
    private static final List<String> SECRET =
            List.of("authorization", "cookie", "key", "token", "secret", "password", "credential");

    private VisibleHeaders() {}

    /** By their names in lower case; of a header that comes twice the first counts. */
    public static Map<String, String> of(Iterable<Map.Entry<String, String>> headers) {
        var visible = new LinkedHashMap<String, String>();
        for (var header : headers) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (visible.size() < MAX
                    && header.getValue().length() <= MAX_VALUE
                    && (name.startsWith("ce-") || SECRET.stream().noneMatch(name::contains))) {
                visible.putIfAbsent(name, header.getValue());
            }
        }
        return visible;
    }
}
