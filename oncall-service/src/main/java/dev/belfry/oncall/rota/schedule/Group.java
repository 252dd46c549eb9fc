package dev.belfry.oncall.rota.schedule;

import java.util.List;
import java.util.UUID;

/** One row of a schedule: at most one person at a time, from the last layer that has somebody. */
public record Group(UUID id, String name, List<Layer> layers) {
    public Group {
        layers = List.copyOf(layers);
    }
}
