package dev.belfry.oncall.paging.policy;

import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.rota.schedule.ScheduleStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads escalation policies. */
public final class PolicyQueries {
    private final Database database;

    public PolicyQueries(Database database) {
        this.database = database;
    }

    public Future<@Nullable EscalationPolicy> policy(UUID id) {
        return PolicyStore.policy(database::query, id);
    }

    public Future<List<EscalationPolicy>> policies(UUID after, int limit) {
        return PolicyStore.policies(database::query, after, limit);
    }

    /** The names of the policies that page whoever is on call on this schedule. */
    public Future<List<String>> paging(UUID schedule) {
        return PolicyStore.paging(database::query, schedule);
    }

    /** Those of a team whose name has this text in it, by name; null for every team. */
    public Future<List<EscalationPolicy>> search(String text, @Nullable UUID team, Place after, int limit) {
        return PolicyStore.search(database::query, text, team, after, limit);
    }

    public Future<@Nullable EscalationPolicy> version(UUID id, long version) {
        return PolicyStore.version(database::query, id, version);
    }

    /** The versions before this one, the newest first. */
    public Future<List<SavedPolicy>> versions(UUID id, long before, int limit) {
        return PolicyStore.versions(database::query, id, before, limit);
    }

    /** The policies that enter this one, by name. */
    public Future<Map<UUID, String>> outer(UUID id) {
        return PolicyStore.outer(database::query, id);
    }

    /** What a step may page, by a part of its name. */
    public Future<List<Offer>> offers(String text, int each) {
        return PolicyStore.offers(database::query, text, each);
    }

    /** The teams by name. */
    public Future<Map<UUID, String>> teams(int most) {
        return PolicyStore.teams(database::query, most);
    }

    /** What the targets are called. */
    public Future<Map<UUID, String>> names(Collection<Target> targets) {
        return names(targets, List.of());
    }

    /** @param more teams of which the names are wanted */
    public Future<Map<UUID, String>> names(Collection<Target> targets, Collection<UUID> more) {
        List<UUID> ids = Stream.concat(targets.stream().map(Target::id), more.stream())
                .distinct()
                .toList();
        Map<UUID, String> names = new HashMap<>();
        targets.forEach(target -> {
            String given = target.name();
            if (given != null) {
                names.put(target.id(), given);
            }
        });
        return PeopleStore.names(database::query, ids)
                .onSuccess(names::putAll)
                .compose(people -> ScheduleStore.names(database::query, ids))
                .onSuccess(names::putAll)
                .compose(done -> PolicyStore.teamNames(database::query, ids))
                .onSuccess(names::putAll)
                .compose(teams -> PolicyStore.names(database::query, ids))
                .onSuccess(names::putAll)
                .map(policies -> names);
    }
}
