package dev.belfry.oncall.paging.escalation;

import dev.belfry.oncall.paging.policy.PolicyStep;
import dev.belfry.oncall.paging.policy.Target;
import java.time.Instant;
import java.util.ArrayList;
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
    List<Called> resolve(List<Target> targets) {
        Map<UUID, Called> called = new LinkedHashMap<>();
        for (Target target : targets) {
            if (target.type().place()) {
                String name = Objects.requireNonNullElse(target.name(), "a channel");
                called.putIfAbsent(target.id(), new Called(target.id(), name, "named in the step", false));
                continue;
            }
            for (UUID person : behind(target)) {
                String name = people.get(person);
                if (name != null) {
                    called.putIfAbsent(person, new Called(person, name, why(target), true));
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

    private String why(Target target) {
        return switch (target.type()) {
            case SCHEDULE -> "on call in \"" + names.getOrDefault(target.id(), "a schedule") + "\"";
            case TEAM -> {
                String team = "\"" + names.getOrDefault(target.id(), "a team") + "\"";
                yield switch (target.part()) {
                    case ONCALL -> "on call for the team " + team;
                    case MANAGERS -> "manager of the team " + team;
                    case MEMBERS -> "member of the team " + team;
                };
            }
            case USER, CHANNEL, WEBHOOK, POLICY -> "named in the step";
        };
    }

    /** Why nobody is behind the targets of a step. */
    String nobody(PolicyStep step) {
        return step.hold() == null ? "had nobody on call" : "had nobody on call, nor will it within the time to wait";
    }

    /** Whom to ask when nobody else can be: the policy's catch-all, the team's managers, an administrator; never everybody. */
    List<Called> lastResort(Plan plan) {
        List<Called> named = resolve(plan.catchAll());
        if (!named.isEmpty()) {
            return catchAll(named, "catch-all of \"" + plan.name() + "\"");
        }
        UUID team = plan.team();
        List<Called> managers = team == null ? List.of() : resolve(List.of(Plan.managers(team)));
        if (!managers.isEmpty()) {
            return managers.stream()
                    .map(one -> new Called(one.id(), one.name(), "catch-all: " + one.why(), true))
                    .toList();
        }
        String name = administrator == null ? null : people.get(administrator);
        return administrator == null || name == null
                ? List.of()
                : List.of(new Called(administrator, name, "catch-all: nobody else could be asked", true));
    }

    private static List<Called> catchAll(List<Called> named, String why) {
        List<Called> called = new ArrayList<>();
        named.forEach(one -> called.add(new Called(one.id(), one.name(), why, true)));
        return called;
    }
}
