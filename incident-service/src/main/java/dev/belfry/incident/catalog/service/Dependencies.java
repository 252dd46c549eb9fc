package dev.belfry.incident.catalog.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a service cannot do without.
 *
 * @param needs the services
 * @param quiet whether its new incidents page nobody while one that it needs is down
 */
public record Dependencies(List<UUID> needs, boolean quiet) {
    public static final Dependencies NONE = new Dependencies(List.of(), false);
    public static final int MOST = 50;

    public Dependencies {
        needs = List.copyOf(needs);
    }

    /** Null when nothing is wrong with what the service needs. */
    static @Nullable Outcome wrong(Service service, Collection<Service> all) {
        var needs = service.dependencies().needs();
        if (needs.isEmpty()) {
            return null;
        }
        if (needs.size() > MOST || new HashSet<>(needs).size() < needs.size()) {
            return new Outcome.Invalid("dependsOn", "Name at most " + MOST + " services, and each once.");
        }
        var names = new HashMap<UUID, String>();
        var edges = new HashMap<UUID, List<UUID>>();
        for (var one : all) {
            names.put(one.id(), one.name());
            edges.put(one.id(), one.dependencies().needs());
        }
        names.put(service.id(), service.name());
        for (int i = 0; i < needs.size(); i++) {
            if (!names.containsKey(needs.get(i))) {
                return new Outcome.Invalid("dependsOn/" + i, "There is no such service.");
            }
        }
        var circle = circle(service.id(), needs, edges);
        return circle.isEmpty()
                ? null
                : new Outcome.Invalid(
                        "dependsOn",
                        "Services cannot need each other in a circle: "
                                + circle.stream().map(names::get).collect(Collectors.joining(" needs ")) + ".");
    }

    /**
     * The way from a service back to itself that these would close, as a path that begins and ends with it; empty when
     * there is none.
     *
     * @param edges what every service needs
     */
    static List<UUID> circle(UUID service, List<UUID> needs, Map<UUID, List<UUID>> edges) {
        var seen = new HashSet<UUID>();
        for (var first : needs) {
            var path = new ArrayList<>(List.of(service));
            if (leads(first, service, edges, seen, path)) {
                return path;
            }
        }
        return List.of();
    }

    private static boolean leads(UUID from, UUID to, Map<UUID, List<UUID>> edges, Set<UUID> seen, List<UUID> path) {
        path.add(from);
        if (from.equals(to)) {
            return true;
        }
        if (seen.add(from)) {
            for (var next : edges.getOrDefault(from, List.of())) {
                if (leads(next, to, edges, seen, path)) {
                    return true;
                }
            }
        }
        path.removeLast();
        return false;
    }
}
