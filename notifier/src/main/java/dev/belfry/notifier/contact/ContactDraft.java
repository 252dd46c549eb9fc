package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.platform.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contact method as somebody asks for it.
 *
 * @param secret what the receiver asks for beside the address; left out, it stays as it is
 */
public record ContactDraft(
        @Nullable UUID user,
        Channel type,
        @Nullable String label,
        String address,
        @Nullable String secret) {

    /** What cannot be taken, field by field. */
    public List<Problem.Field> problems() {
        var problems = new ArrayList<Problem.Field>();
        var wrong = Address.problem(type, address);
        if (wrong != null) {
            problems.add(new Problem.Field("#/address", wrong));
        }
        if (label != null && (label.isBlank() || label.length() > 80 || label.matches("(?s).*\\p{Cntrl}.*"))) {
            problems.add(new Problem.Field("#/label", "must be one line of 1 to 80 characters"));
        }
        var refused = secret == null ? null : Way.of(type).secretProblem(secret);
        if (refused != null) {
            problems.add(new Problem.Field("#/secret", refused));
        }
        return problems;
    }

    /** What cannot be taken of one that is new. */
    public List<Problem.Field> newProblems() {
        var problems = problems();
        if (secret == null && Way.of(type).secret() == Way.Secret.NEEDED) {
            problems.add(
                    new Problem.Field("#/secret", "is needed: " + Way.of(type).secretHint()));
        }
        return problems;
    }

    /** Never tells address or secret: drafts end up in logs. */
    @Override
    public String toString() {
        return type.word();
    }

    public String labelOrDefault() {
        return label != null ? label : type.title();
    }
}
