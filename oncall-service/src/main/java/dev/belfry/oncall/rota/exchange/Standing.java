package dev.belfry.oncall.rota.exchange;

import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the service does about people who are on call while they are away: it asks for cover once for each part, and no
 * longer than the part stands.
 *
 * @param made asked for the first time
 * @param again asked for before, and needed again
 * @param gone no longer needed
 * @param open what stands open afterwards of what the service asked for
 */
record Standing(List<CoverRequest> made, List<CoverRequest> again, List<CoverRequest> gone, List<CoverRequest> open) {

    /**
     * @param there all open requests of the schedule, and what the service asked for before
     * @param asker the service's own name
     */
    static Standing of(UUID schedule, List<Part> wanted, List<CoverRequest> there, String asker, Instant now) {
        Map<UUID, CoverRequest> known = new HashMap<>();
        there.forEach(request -> known.put(request.id(), request));
        Standing standing = new Standing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<UUID> needed = new HashSet<>();
        for (Part part : wanted) {
            UUID id = Ids.derived("absent-cover", schedule, part.user(), part.start(), part.end());
            needed.add(id);
            CoverRequest before = known.get(id);
            if (before != null) {
                standing.keep(before, asker);
            } else if (there.stream().noneMatch(request -> request.asks(part))) {
                CoverRequest fresh = new CoverRequest(
                        id, schedule, part, "Away then.", CoverStatus.OPEN, asker, now, null, null, null, null);
                standing.made.add(fresh);
                standing.open.add(fresh);
            }
        }
        for (CoverRequest request : there) {
            if (request.open() && request.askedBy().equals(asker) && !needed.contains(request.id())) {
                standing.gone.add(request.withdrawn(asker, now));
            }
        }
        return standing;
    }

    /** What somebody withdrew by hand is not asked for again; what was covered is when the cover itself went. */
    private void keep(CoverRequest before, String asker) {
        if (before.open()) {
            open.add(before);
        } else if (before.status() == CoverStatus.TAKEN || asker.equals(before.decidedBy())) {
            again.add(before.reopened());
            open.add(before.reopened());
        }
    }
}
