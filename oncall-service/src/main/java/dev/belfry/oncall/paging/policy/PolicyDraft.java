package dev.belfry.oncall.paging.policy;

import dev.belfry.oncall.identity.input.Zones;
import dev.belfry.oncall.identity.outcome.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An escalation policy as somebody asks for it. */
public record PolicyDraft(
        String name,
        @Nullable UUID team,
        @Nullable Integer repeats,
        @Nullable Boolean forever,
        @Nullable Integer dailyRepeats,
        @Nullable Boolean escalateLowUrgency,
        @Nullable List<Target> catchAll,
        List<StepDraft> steps) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);
    private static final int DAILY_REPEATS = 24;

    /** A step with its durations as text. */
    public record StepDraft(
            String delay,
            List<Target> targets,
            @Nullable Boolean roundRobin,
            @Nullable Boolean everyone,
            @Nullable List<Condition> conditions,
            @Nullable String hold) {
        static StepDraft of(PolicyStep step) {
            Duration hold = step.hold();
            return new StepDraft(
                    step.delay().toString(),
                    step.targets(),
                    step.roundRobin(),
                    step.everyone(),
                    step.conditions(),
                    hold == null ? null : hold.toString());
        }

        private List<Condition> given() {
            return Objects.requireNonNullElse(conditions, List.of());
        }

        private boolean has(TargetType type) {
            return targets.stream().anyMatch(target -> target.type() == type);
        }

        private void check(String at, List<Answer.Bad> bad) {
            if (duration(delay, LONGEST) == null) {
                bad.add(new Answer.Bad(at + "/delay", "this is not a duration from PT1S to P7D, such as PT5M"));
            }
            if (hold != null && duration(hold, LONGEST_HOLD) == null) {
                bad.add(new Answer.Bad(at + "/hold", "this is not a duration from PT1S to P1D, such as PT8H"));
            }
            if (hold != null && targets.stream().noneMatch(Target::comesOn)) {
                bad.add(new Answer.Bad(
                        at + "/hold",
                        "only a step with a schedule, or with who is on call for a team, can wait for somebody to come"
                                + " on"));
            }
            boolean one = Boolean.TRUE.equals(roundRobin);
            boolean all = Boolean.TRUE.equals(everyone);
            if (one && all) {
                bad.add(new Answer.Bad(at + "/everyone", "a step asks one of the people in turn, or everyone"));
            }
            if (has(TargetType.POLICY) && (targets.size() > 1 || one || all || hold != null)) {
                bad.add(new Answer.Bad(
                        at + "/targets",
                        "a step that enters another policy names nothing else and is neither round robin, everyone nor"
                                + " hold"));
            }
            for (int i = 0; i < given().size(); i++) {
                Hours hours = given().get(i).hours();
                if (hours != null) {
                    String where = at + "/conditions/" + i + "/hours/";
                    Zones.check(hours.timeZone(), where + "timeZone", bad);
                    if (hours.from().equals(hours.to())) {
                        bad.add(new Answer.Bad(where + "to", "a window that ends when it begins is empty"));
                    }
                }
            }
        }
    }

    /** What the draft names, and what of it there is. */
    record Known(
            Map<UUID, String> people,
            Map<UUID, String> schedules,
            Map<UUID, String> teams,
            Map<UUID, EscalationPolicy> policies) {
        private boolean has(Target target) {
            return switch (target.type()) {
                case USER -> people.containsKey(target.id());
                case SCHEDULE -> schedules.containsKey(target.id());
                case TEAM -> teams.containsKey(target.id());
                case POLICY -> policies.containsKey(target.id());
                // Channels are kept by the notifier, which says so when it has none of that id.
                case CHANNEL, WEBHOOK -> true;
            };
        }
    }

    private static @Nullable Duration duration(String text, Duration longest) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(SHORTEST) < 0 || duration.compareTo(longest) > 0 ? null : duration;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private List<Target> lastResort() {
        return Objects.requireNonNullElse(catchAll, List.of());
    }

    /** The draft of a policy as it stands. */
    public static PolicyDraft of(EscalationPolicy policy) {
        return new PolicyDraft(
                policy.name(),
                policy.team(),
                policy.repeats(),
                policy.forever(),
                policy.forever() ? policy.dailyRepeats() : null,
                policy.escalateLowUrgency(),
                policy.catchAll(),
                policy.steps().stream().map(StepDraft::of).toList());
    }

    public List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).check("/steps/" + i, bad);
        }
        boolean endless = Boolean.TRUE.equals(forever);
        if (endless && repeats != null && repeats > 0) {
            bad.add(new Answer.Bad("/repeats", "a policy repeats so many times, or forever"));
        }
        if (!endless && dailyRepeats != null) {
            bad.add(new Answer.Bad("/dailyRepeats", "only a policy that repeats forever has a daily limit"));
        }
        each((target, at) -> {
            if (target.who() != null && target.type() != TargetType.TEAM) {
                bad.add(new Answer.Bad(at + "/who", "only a team has parts"));
            }
            if (at.startsWith("/catchAll")
                    && (target.type() == TargetType.POLICY || target.type().place())) {
                bad.add(new Answer.Bad(at + "/type", "the catch-all names people: users, schedules or teams"));
            }
        });
        return bad;
    }

    private interface Visit {
        void see(Target target, String at);
    }

    private void each(Visit visit) {
        for (int i = 0; i < steps.size(); i++) {
            List<Target> targets = steps.get(i).targets();
            for (int j = 0; j < targets.size(); j++) {
                visit.see(targets.get(j), "/steps/" + i + "/targets/" + j);
            }
        }
        for (int i = 0; i < lastResort().size(); i++) {
            visit.see(lastResort().get(i), "/catchAll/" + i);
        }
    }

    List<UUID> named(TargetType type) {
        return Stream.concat(steps.stream().flatMap(step -> step.targets().stream()), lastResort().stream())
                .filter(target -> target.type() == type)
                .map(Target::id)
                .distinct()
                .toList();
    }

    /** What is named and is not there, or cannot stand there. */
    List<Answer.Bad> unknown(UUID id, Known known) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (team != null && !known.teams.containsKey(team)) {
            bad.add(new Answer.Bad("/team", "there is no such team"));
        }
        each((target, at) -> {
            String refusal = !known.has(target)
                    ? "there is no such " + target.type().name().toLowerCase(java.util.Locale.ROOT)
                    : target.type() == TargetType.POLICY ? Nesting.refusal(id, target.id(), known.policies) : null;
            if (refusal != null) {
                bad.add(new Answer.Bad(at + "/id", refusal));
            }
        });
        return bad;
    }

    /** Only for a draft that has nothing bad in it. */
    public EscalationPolicy policy(UUID id, long version) {
        List<PolicyStep> ladder = new ArrayList<>();
        for (StepDraft step : steps) {
            Duration delay = duration(step.delay(), LONGEST);
            if (delay == null) {
                throw new IllegalStateException("the draft was not checked");
            }
            ladder.add(new PolicyStep(
                    delay,
                    step.targets(),
                    Boolean.TRUE.equals(step.roundRobin()),
                    Boolean.TRUE.equals(step.everyone()),
                    step.given(),
                    step.hold() == null ? null : duration(step.hold(), LONGEST_HOLD)));
        }
        return new EscalationPolicy(
                id,
                version,
                name.strip(),
                team,
                repeats == null ? 0 : repeats,
                Boolean.TRUE.equals(forever),
                dailyRepeats == null ? DAILY_REPEATS : dailyRepeats,
                !Boolean.FALSE.equals(escalateLowUrgency),
                lastResort(),
                ladder);
    }
}
