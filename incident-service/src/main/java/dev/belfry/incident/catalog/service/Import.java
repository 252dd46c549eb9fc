package dev.belfry.incident.catalog.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a list of services makes of those that exist. */
public sealed interface Import {

    /**
     * It can be done.
     *
     * @param reset which fields of changed ones are as in a new service from now on, and were not before
     * @param unchanged names of those that are so already
     * @param losePolicy names of those that would have no escalation policy any more: the list does not name it
     * @param notListed names of those that exist and are not in the list; nothing is done about them
     */
    record Planned(
            List<Service> created,
            List<Service> changed,
            List<String> losePolicy,
            List<Reset> reset,
            List<String> unchanged,
            List<String> notListed)
            implements Import {}

    /** What a list takes back of a service because it does not name it. */
    record Reset(String service, List<String> fields) {}

    /** One of them cannot be so, and nothing is done. */
    record Wrong(String field, String reason) implements Import {}

    /** @param wrong what is wrong with a service, given what it was before; null when nothing is */
    static Import plan(
            List<Service> existing,
            List<Service> listed,
            BiFunction<Service, @Nullable Service, @Nullable Outcome> wrong) {
        var before = new HashMap<String, Service>();
        existing.forEach(service -> before.put(service.name(), service));
        var names = new HashSet<String>();
        var created = new ArrayList<Service>();
        var changed = new ArrayList<Service>();
        var losePolicy = new ArrayList<String>();
        var reset = new ArrayList<Reset>();
        var unchanged = new ArrayList<String>();
        for (int i = 0; i < listed.size(); i++) {
            var service = listed.get(i);
            if (!names.add(service.name().toLowerCase(Locale.ROOT))) {
                return new Wrong("services/" + i + "/name", "This name is in the list twice, maybe in other letters.");
            }
            var old = before.remove(service.name());
            if (wrong.apply(service, old) instanceof Outcome.Invalid invalid) {
                return new Wrong("services/" + i + "/" + invalid.field(), invalid.reason());
            }
            if (old == null) {
                created.add(service);
            } else if (old.same(service)) {
                unchanged.add(service.name());
            } else {
                changed.add(service.withId(old.id()));
                var fields = old.fieldsResetBy(service);
                if (!fields.isEmpty()) {
                    reset.add(new Reset(service.name(), fields));
                }
                if (old.escalationPolicyId() != null && service.escalationPolicyId() == null) {
                    losePolicy.add(service.name());
                }
            }
        }
        var after = new HashMap<UUID, Service>();
        existing.forEach(service -> after.put(service.id(), service));
        changed.forEach(service -> after.put(service.id(), service));
        created.forEach(service -> after.put(service.id(), service));
        for (int i = 0; i < listed.size(); i++) {
            var name = listed.get(i).name();
            var service = after.values().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            if (Dependencies.wrong(service, after.values()) instanceof Outcome.Invalid invalid) {
                return new Wrong("services/" + i + "/" + invalid.field(), invalid.reason());
            }
        }
        return new Planned(
                created,
                changed,
                losePolicy,
                reset,
                unchanged,
                existing.stream().map(Service::name).filter(before::containsKey).toList());
    }
}
