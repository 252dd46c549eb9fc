package dev.belfry.oncall.policy;

import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.schedule.ScheduleStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads escalation policies. */
public final class PolicyQueries {
    private final Database database;

    public PolicyQueries(Database database) {
        this.database = database;
    }

    Future<@Nullable EscalationPolicy> policy(UUID id) {
        return PolicyStore.policy(database::query, id);
    }

    Future<List<EscalationPolicy>> policies(UUID after, int limit) {
        return PolicyStore.policies(database::query, after, limit);
    }

    /** The names of the people and schedules that these targets stand for. */
    public Future<Map<UUID, String>> names(Collection<Target> targets) {
        List<UUID> ids = targets.stream().map(Target::id).distinct().toList();
        return PeopleStore.names(database::query, ids)
                .compose(people -> ScheduleStore.names(database::query, ids).map(schedules -> {
                    Map<UUID, String> names = new HashMap<>(people);
                    names.putAll(schedules);
                    return names;
                }));
    }
}
