package dev.belfry.oncall.rota.handoff;

import dev.belfry.platform.id.Ids;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A time zone as it was under former rules, beside the one in use, under a name that nobody can give to a schedule. */
final class FormerZones extends ZoneRulesProvider {
    /** The JDK cannot forget a zone, so each is registered once. */
    private static final Map<String, ZoneId> KNOWN = new ConcurrentHashMap<>();

    private final String name;
    private final ZoneRules rules;

    private FormerZones(String name, ZoneRules rules) {
        this.name = name;
        this.rules = rules;
    }

    static ZoneId of(KeptRules kept) {
        // Without a slash: what people write as a time zone must have one.
        String name = "Old~" + kept.zone().getId().replace('/', '~') + "~" + Ids.derived("former-zone", kept);
        return KNOWN.computeIfAbsent(name, unknown -> {
            registerProvider(new FormerZones(unknown, kept.rules(kept.zone().getRules())));
            return ZoneId.of(unknown);
        });
    }

    @Override
    protected Set<String> provideZoneIds() {
        return Set.of(name);
    }

    @Override
    protected ZoneRules provideRules(String zone, boolean forCaching) {
        return rules;
    }

    @Override
    protected NavigableMap<String, ZoneRules> provideVersions(String zone) {
        return new TreeMap<>(Map.of("former", rules));
    }
}
