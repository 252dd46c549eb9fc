package dev.belfry.oncall.paging.editor;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.Urgency;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.paging.policy.Condition;
import dev.belfry.oncall.paging.policy.DelayText;
import dev.belfry.oncall.paging.policy.Hours;
import dev.belfry.oncall.paging.policy.PolicyDraft;
import dev.belfry.oncall.paging.policy.PolicyDraft.StepDraft;
import dev.belfry.platform.json.Json;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the form of a policy: the draft as it came along, and over it what was typed in the fields that were shown. */
final class PolicyFields {
    private final Function<String, List<String>> fields;

    /** @param fields all values of a field; none for one that was not sent */
    PolicyFields(Function<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Null when the form is not one of ours. */
    @Nullable
    PolicySheet sheet() {
        PolicyDraft carried;
        try {
            carried = Json.read(field("draft"), PolicyDraft.class);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
        if (carried == null || !PolicySheet.isWhole(carried)) {
            return null;
        }
        String base = field("base");
        String open = field("open");
        return new PolicySheet(
                typed(carried, open),
                base.matches("\\d{1,9}") ? Long.parseLong(base) : 0,
                open.matches("(find|more)-\\d{1,2}") ? open : "",
                cut(field("q")));
    }

    private PolicyDraft typed(PolicyDraft carried, String open) {
        List<StepDraft> steps = new ArrayList<>();
        for (int i = 1; i <= carried.steps().size(); i++) {
            StepDraft step = carried.steps().get(i - 1);
            String delay = field("delay-" + i);
            StepDraft waiting = new StepDraft(
                    sent("delay-" + i) ? DelayText.iso(delay) : step.delay(),
                    step.targets(),
                    step.roundRobin(),
                    step.everyone(),
                    step.conditions(),
                    step.hold());
            steps.add(open.equals("more-" + i) && sent("ask") ? more(waiting) : waiting);
        }
        boolean forever = field("repeats").equals("forever");
        return new PolicyDraft(
                field("name"),
                Uuids.of(field("team")),
                forever ? Integer.valueOf(0) : number(field("repeats")),
                forever,
                forever ? number(field("daily")) : null,
                !field("low").isEmpty(),
                carried.catchAll(),
                steps);
    }

    /** The part of a step that is shown only when it is open. */
    private StepDraft more(StepDraft step) {
        String hold = field("hold");
        List<Condition> conditions = PolicySheet.condition(step) == null
                ? step.conditions()
                : Stream.of(condition()).toList();
        return new StepDraft(
                step.delay(),
                step.targets(),
                field("ask").equals("one"),
                field("ask").equals("each"),
                conditions == null || conditions.equals(List.of(new Condition(List.of(), null, null)))
                        ? List.of()
                        : conditions,
                hold.isEmpty() ? null : DelayText.iso(hold));
    }

    private Condition condition() {
        List<IncidentSeverity> severities = Stream.of(IncidentSeverity.values())
                .filter(one -> fields.apply("severity").contains(one.name().toLowerCase(Locale.ROOT)))
                .toList();
        Urgency urgency = switch (field("urgency")) {
            case "high" -> Urgency.HIGH;
            case "low" -> Urgency.LOW;
            default -> null;
        };
        return new Condition(severities, urgency, hours());
    }

    /** Null without a time. One that is missing is taken for the other, which is refused as a window that is empty. */
    private @Nullable Hours hours() {
        LocalTime from = time(field("from"));
        LocalTime to = time(field("to"));
        if (from == null && to == null) {
            return null;
        }
        List<DayOfWeek> days = Stream.of(DayOfWeek.values())
                .filter(one -> fields.apply("day").contains(one.name().toLowerCase(Locale.ROOT)))
                .toList();
        LocalTime begin = from == null ? to : from;
        LocalTime end = to == null ? from : to;
        return begin == null || end == null
                ? null
                : new Hours(field("zone"), days.isEmpty() ? List.of(DayOfWeek.values()) : days, begin, end);
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return text.isEmpty() ? null : LocalTime.parse(text).withSecond(0).withNano(0);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable Integer number(String text) {
        return text.matches("\\d{1,4}") ? Integer.valueOf(text) : null;
    }

    private boolean sent(String name) {
        return !fields.apply(name).isEmpty();
    }

    private String field(String name) {
        List<String> values = fields.apply(name);
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
