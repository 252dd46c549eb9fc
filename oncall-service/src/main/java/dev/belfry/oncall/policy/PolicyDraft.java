package dev.belfry.oncall.policy;

import dev.belfry.oncall.answer.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An escalation policy as somebody asks for it. */
public record PolicyDraft(String name, @Nullable Integer repeats, List<StepDraft> steps) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** A step with its delay as text. */
    public record StepDraft(String delay, List<Target> targets) {
        private @Nullable Duration duration() {
            try {
                Duration duration = Duration.parse(delay);
                return duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0 ? null : duration;
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
    }

    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).duration() == null) {
                bad.add(new Answer.Bad(
                        "/steps/" + i + "/delay", "this is not a duration from PT1S to P7D, such as PT5M"));
            }
        }
        return bad;
    }

    List<UUID> named(TargetType type) {
        return steps.stream()
                .flatMap(step -> step.targets().stream())
                .filter(target -> target.type() == type)
                .map(Target::id)
                .distinct()
                .toList();
    }

    List<Answer.Bad> unknown(Collection<UUID> people, Collection<UUID> schedules) {
        List<Answer.Bad> bad = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            List<Target> targets = steps.get(i).targets();
            for (int j = 0; j < targets.size(); j++) {
                boolean user = targets.get(j).type() == TargetType.USER;
                if (!(user ? people : schedules).contains(targets.get(j).id())) {
                    bad.add(new Answer.Bad(
                            "/steps/" + i + "/targets/" + j + "/id",
                            "there is no such " + (user ? "user" : "schedule")));
                }
            }
        }
        return bad;
    }

    /** Only for a draft that has nothing bad in it. */
    EscalationPolicy policy(UUID id, long version) {
        List<PolicyStep> ladder = new ArrayList<>();
        for (StepDraft step : steps) {
            Duration delay = step.duration();
            if (delay == null) {
                throw new IllegalStateException("the draft was not checked");
            }
            ladder.add(new PolicyStep(delay, step.targets()));
        }
        return new EscalationPolicy(id, version, name.strip(), repeats == null ? 0 : repeats, ladder);
    }
}
