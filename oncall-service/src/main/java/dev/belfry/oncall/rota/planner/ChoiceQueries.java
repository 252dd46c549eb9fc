package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.rota.schedule.Schedule;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The people that a form of a schedule offers: its members, whom the form names, and whom somebody looked for. */
final class ChoiceQueries {
    private static final int FOUND = 20;
    private static final int MOST_MEMBERS = 100;

    private final PeopleQueries people;

    ChoiceQueries(PeopleQueries people) {
        this.people = people;
    }

    /**
     * Names by id.
     *
     * @param people who was found first, then by name
     * @param found how many were found
     */
    record Choice(Map<UUID, String> people, int found) {}

    /** @param find a part of a name; empty to look for nobody */
    Future<Choice> of(Schedule schedule, Collection<UUID> named, String find) {
        var wanted = new HashSet<>(named);
        schedule.people().stream().limit(MOST_MEMBERS).forEach(wanted::add);
        Future<List<User>> found = find.isEmpty() ? Future.succeededFuture(List.of()) : people.likeNamed(find, FOUND);
        return people.names(wanted)
                .compose(names -> found.map(others -> {
                    var choice = new LinkedHashMap<UUID, String>();
                    others.forEach(user -> choice.put(user.id(), user.name()));
                    names.entrySet().stream()
                            .sorted(Map.Entry.comparingByValue(String.CASE_INSENSITIVE_ORDER))
                            .forEach(one -> choice.putIfAbsent(one.getKey(), one.getValue()));
                    return new Choice(choice, others.size());
                }));
    }
}
