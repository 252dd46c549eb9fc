package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.platform.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A contact method as somebody asks for it. */
public record ContactDraft(
        @Nullable UUID user, Channel type, @Nullable String label, String address) {

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
        return problems;
    }

    public String labelOrDefault() {
        return label != null ? label : type == Channel.EMAIL ? "E-mail" : "Webhook";
    }
}
