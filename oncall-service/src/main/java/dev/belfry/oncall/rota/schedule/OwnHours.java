package dev.belfry.oncall.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a group means to have somebody: inside the restrictions of any of its layers, while that layer counts. */
public final class OwnHours {
    private final List<Part> parts;

    private record Part(Windows windows, Instant from, Instant until) {}

    private OwnHours(List<Part> parts) {
        this.parts = parts;
    }

    /** @param zone that of the schedule, in which a layer without one of its own counts */
    public static OwnHours of(Group group, ZoneId zone) {
        return new OwnHours(group.layers().stream()
                .map(layer -> part(layer, layer.zone(zone)))
                .toList());
    }

    private static Part part(Layer layer, ZoneId zone) {
        return new Part(
                new Windows(layer.restrictions(), Offsets.of(zone)),
                edge(layer.from(), zone, Instant.MIN),
                edge(layer.until(), zone, Instant.MAX));
    }

    private static Instant edge(@Nullable LocalDateTime local, ZoneId zone, Instant otherwise) {
        return local == null ? otherwise : LocalInstant.of(local, zone);
    }

    /** The parts of the time from {@code start} until just before {@code end} in which somebody is meant to be there. */
    public List<Span> within(Instant start, Instant end) {
        List<Span> spans = new ArrayList<>();
        Instant open = null;
        Instant at = start;
        while (at.isBefore(end)) {
            boolean inside = false;
            Instant next = end;
            for (Part part : parts) {
                if (at.isBefore(part.from)) {
                    next = Track.earlier(next, part.from);
                } else if (at.isBefore(part.until)) {
                    Windows.Stretch window = part.windows.at(at);
                    inside |= window.inside();
                    next = Track.earlier(next, Track.earlier(part.until, window.end()));
                }
            }
            if (inside && open == null) {
                open = at;
            } else if (!inside && open != null) {
                spans.add(new Span(open, at));
                open = null;
            }
            at = next;
        }
        if (open != null) {
            spans.add(new Span(open, end));
        }
        return spans;
    }
}
