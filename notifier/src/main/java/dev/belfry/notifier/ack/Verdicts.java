package dev.belfry.notifier.ack;

import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.guard.Guard;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of some pages, as far as it is known. */
final class Verdicts {
    private final CommandVerb verb;
    private final Map<UUID, Page> open = new LinkedHashMap<>();
    private final Map<UUID, String> reasons = new HashMap<>();

    /** @param verb what is asked for */
    Verdicts(List<Page> pages, CommandVerb verb) {
        this.verb = verb;
        pages.forEach(page -> open.put(page.id(), page));
    }

    /** Whether its acknowledge is that person's own and leaves the incident as it is: others must acknowledge too, or one has. */
    static boolean isOwn(Page page) {
        return Boolean.TRUE.equals(page.everyone()) || Guard.isBesideAnAcknowledge(page);
    }

    /** True when nothing that happens to the incidents can be waited for: the rest, if any, are people's own. */
    synchronized boolean learn(Collection<Guard> guards) {
        for (var guard : guards) {
            open.values().removeIf(page -> {
                var reason = page.incidentId().equals(guard.incident()) ? refusal(guard, page) : null;
                if (reason != null) {
                    reasons.put(page.id(), reason);
                }
                return reason != null;
            });
        }
        return open.values().stream().allMatch(page -> verb == CommandVerb.ACKNOWLEDGE && isOwn(page));
    }

    private @Nullable String refusal(Guard guard, Page page) {
        return verb == CommandVerb.ACKNOWLEDGE ? guard.refusal(page) : guard.ended(page.cycle());
    }

    /** The pages that still want somebody. */
    synchronized List<Page> open() {
        return List.copyOf(open.values());
    }

    /** Why the others do not, by their ids. */
    synchronized Map<UUID, String> reasons() {
        return Map.copyOf(reasons);
    }
}
