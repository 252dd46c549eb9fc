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
