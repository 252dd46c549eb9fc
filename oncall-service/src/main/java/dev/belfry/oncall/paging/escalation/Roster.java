package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.oncall.paging.policy.Target;
import dev.belfry.oncall.paging.policy.TargetType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who can be reached at one moment.
 *
 * @param people the names of those who are active
 * @param behind the people that each schedule and team stands for
 * @param names of the schedules and teams
 * @param nextOn when somebody comes on call, for the steps (from 1) that wait for it and have nobody
 * @param administrator whom the installation falls back to
 */
public record Roster(
        Map<UUID, String> people,
        Map<Target, List<UUID>> behind,
        Map<UUID, String> names,
        Map<Integer, Instant> nextOn,
        @Nullable UUID administrator) {
    public Roster {
        people = Map.copyOf(people);
        behind = Map.copyOf(behind);
        names = Map.copyOf(names);
        nextOn = Map.copyOf(nextOn);
    }

    Roster waitingUntil(Map<Integer, Instant> next) {
        return new Roster(people, behind, names, next, administrator);
    }

    /** Those behind the targets in order, each once: two schedules with the same person page that person once. */
    List<Party> resolve(List<Target> targets) {
        Map<UUID, Party> called = new LinkedHashMap<>();
        for (Target target : targets) {
            if (target.type().place()) {
                called.putIfAbsent(target.id(), place(target));
                continue;
            }
            for (UUID person : behind(target)) {
                String name = people.get(person);
                if (name != null) {
                    called.putIfAbsent(person, party(person, name, target));
                }
            }
        }
        return List.copyOf(called.values());
    }

    private List<UUID> behind(Target target) {
        return switch (target.type()) {
            case USER -> List.of(target.id());
            case SCHEDULE, TEAM -> behind.getOrDefault(target, List.of());
            case CHANNEL, WEBHOOK, POLICY -> List.of();
        };
    }

    private static Party place(Target target) {
        String name = Objects.requireNonNullElse(target.name(), "a channel");
        return new Party(target.id(), name, Through.PLACE, null, null);
    }

    private Party party(UUID person, String name, Target target) {
        Through through = through(target);
        return through == Through.NAMED
                ? new Party(person, name, through, null, null)
                : new Party(person, name, through, target.id(), name(target));
    }

    private String name(Target target) {
        return names.getOrDefault(target.id(), target.type() == TargetType.SCHEDULE ? "a schedule" : "a team");
    }

    private static Through through(Target target) {
        return switch (target.type()) {
            case SCHEDULE -> Through.SCHEDULE;
            case TEAM ->
                switch (target.part()) {
                    case ONCALL -> Through.TEAM_ON_CALL;
                    case MANAGERS -> Through.TEAM_MANAGERS;
                    case MEMBERS -> Through.TEAM_MEMBERS;
                };
            case USER, CHANNEL, WEBHOOK, POLICY -> Through.NAMED;
        };
    }

    /** The targets of a step themselves, as far as they have a name now. */
    List<Party> named(List<Target> targets) {
        return targets.stream()
                .filter(target -> target.type().place() || nameOf(target) != null)
                .map(target -> target.type().place()
                        ? place(target)
                        : new Party(target.id(), String.valueOf(nameOf(target)), through(target), null, null))
                .toList();
    }

    private @Nullable String nameOf(Target target) {
        return target.type() == TargetType.USER ? people.get(target.id()) : names.get(target.id());
    }

    /** Whom to ask when nobody else can be: the policy's catch-all, the team's managers, an administrator; never everybody. */
    List<Party> lastResort(Plan plan) {
        if (plan.alone() != null) {
            return List.of();
        }
        List<Party> named = resolve(plan.catchAll());
        if (!named.isEmpty()) {
            return named.stream()
                    .map(one -> new Party(one.id(), one.name(), Through.CATCH_ALL, plan.policy(), plan.name()))
                    .toList();
        }
        UUID team = plan.team();
        List<Party> managers = team == null ? List.of() : resolve(List.of(Plan.managers(team)));
        if (!managers.isEmpty()) {
            return managers.stream()
                    .map(one -> new Party(one.id(), one.name(), Through.CATCH_ALL_MANAGERS, one.viaId(), one.viaName()))
                    .toList();
        }
        String name = administrator == null ? null : people.get(administrator);
        return administrator == null || name == null
                ? List.of()
                : List.of(new Party(administrator, name, Through.CATCH_ALL_ADMINISTRATOR, null, null));
    }
}
