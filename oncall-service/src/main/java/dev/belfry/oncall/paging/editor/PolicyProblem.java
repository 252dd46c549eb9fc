package dev.belfry.oncall.paging.editor;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.paging.policy.PolicyDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something in the form of a policy that has to be mended before it can be saved.
 *
 * @param anchor the field, or the part of the page, that it is about
 * @param step the step whose further settings it is about; 0 for anything else
 */
public record PolicyProblem(String anchor, String words, int step) {
    private static final int LONGEST = 200;
    private static final int MOST_DAILY = 288;
    private static final Pattern STEP = Pattern.compile("/steps/(\\d+)/(.*)");

    /** What the API's contract refuses at its door, and a form has to refuse itself. */
    static List<Answer.Bad> ofForm(PolicyDraft draft) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (draft.name().isEmpty()) {
            bad.add(new Answer.Bad("/name", "Give the policy a name."));
        } else if (draft.name().length() > LONGEST) {
            bad.add(new Answer.Bad("/name", "Shorten the name to " + LONGEST + " characters."));
        }
        if (draft.steps().isEmpty()) {
            bad.add(new Answer.Bad("/steps", "Add a step: without one, only the catch-all is paged."));
        }
        Integer repeats = draft.repeats();
        if (repeats == null || repeats > 9) {
            bad.add(new Answer.Bad("/repeats", "Choose how often the steps are repeated."));
        }
        Integer daily = draft.dailyRepeats();
        if (Boolean.TRUE.equals(draft.forever()) && (daily == null || daily < 1 || daily > MOST_DAILY)) {
            bad.add(new Answer.Bad("/dailyRepeats", "Enter 1 to " + MOST_DAILY + " times a day."));
        }
        bad.addAll(draft.bad());
        return bad;
    }

    static List<PolicyProblem> of(List<Answer.Bad> bad) {
        return bad.stream().map(PolicyProblem::of).toList();
    }

    private static PolicyProblem of(Answer.Bad bad) {
        Matcher step = STEP.matcher(bad.pointer());
        if (!step.matches()) {
            String anchor = bad.pointer().startsWith("/catchAll")
                    ? "step-0"
                    : bad.pointer().equals("/steps") ? "steps" : bad.pointer().substring(1);
            return new PolicyProblem(anchor, sentence(bad.detail()), 0);
        }
        int number = Integer.parseInt(step.group(1)) + 1;
        String field = step.group(2);
        String before = "Step " + number + ": ";
        return switch (field) {
            case "delay" ->
                new PolicyProblem("delay-" + number, before + "wait between 1 s and 7 d, for example 5 min.", 0);
            case "hold" ->
                new PolicyProblem(
                        "hold",
                        before
                                + (bad.detail().startsWith("this is not")
                                        ? "hold between 1 s and 1 d, for example 8 h."
                                        : bad.detail() + "."),
                        number);
            default ->
                field.startsWith("conditions") || field.equals("everyone")
                        ? new PolicyProblem("step-" + number, before + bad.detail() + ".", number)
                        : new PolicyProblem("step-" + number, before + bad.detail() + ".", 0);
        };
    }

    private static String sentence(String detail) {
        String text = Character.toUpperCase(detail.charAt(0)) + detail.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
