package dev.belfry.ingest.mapping;

import dev.belfry.contracts.integration.PayloadMapping;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mappings in use, compiled when a body first needs them; the one that nobody has used for longest goes first. */
public final class Mappings {
    private static final int MAX = 500;

    private final Map<PayloadMapping, CompiledMapping> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PayloadMapping, CompiledMapping> eldest) {
            return size() > MAX;
        }
    };

    public CompiledMapping of(PayloadMapping mapping) {
        synchronized (compiled) {
            var known = compiled.get(mapping);
            if (known != null) {
                return known;
            }
        }
        // Compiled outside the lock: two may do so, and nobody waits.
        var made = CompiledMapping.of(mapping);
        synchronized (compiled) {
            compiled.put(mapping, made);
        }
        return made;
    }
}
