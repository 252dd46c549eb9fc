package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.input.PersonText;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person as somebody types them, with what is wrong beside each field; nothing typed is lost but a password.
 *
 * @param entry how they get in: {@code password} or {@code account}
 */
public record PersonForm(
        String name, String email, String role, String timeZone, String entry, Map<String, String> errors) {
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;

    static PersonForm blank(String zone) {
        return new PersonForm("", "", Role.RESPONDER.word(), zone, "password", Map.of());
    }

    static PersonForm of(User user) {
        return new PersonForm(user.name(), user.email(), user.role(), user.timeZone(), "", Map.of());
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    PersonForm with(Map<String, String> wrong) {
        return new PersonForm(name, email, role, timeZone, entry, wrong);
    }

    /** What is wrong before anybody is asked. */
    PersonForm checked(@Nullable String password) {
        Map<String, String> wrong = new LinkedHashMap<>();
        put(wrong, "name", PersonText.nameRefusal(name));
        put(wrong, "email", PersonText.emailRefusal(email));
        if (List.of(Role.values()).stream().noneMatch(one -> one.word().equals(role))) {
            put(wrong, "role", "choose a role");
        }
        if (password != null && (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD)) {
            put(wrong, "password", "a password has 12 to 200 characters");
        }
        return with(wrong);
    }

    /** What the answer says is wrong, beside its field where it has one. */
    PersonForm refused(Answer<?> answer) {
        Map<String, String> wrong = new LinkedHashMap<>();
        switch (answer) {
            case Answer.Invalid<?> invalid ->
                invalid.fields().forEach(bad -> put(wrong, bad.pointer().substring(1), bad.detail()));
            case Answer.Conflict<?> conflict ->
                put(wrong, conflict.detail().contains("e-mail") ? "email" : "form", conflict.detail());
            case Answer.Forbidden<?> forbidden -> put(wrong, "form", forbidden.detail());
            case Answer.Missing<?> missing -> put(wrong, "form", "somebody removed this person meanwhile");
            case Answer.Stale<?> stale -> put(wrong, "form", "somebody else saved this person meanwhile");
            case Answer.Done<?> done -> {}
        }
        return with(wrong);
    }

    private static void put(Map<String, String> wrong, String field, @Nullable String why) {
        if (why != null) {
            String text = Character.toUpperCase(why.charAt(0)) + why.substring(1);
            wrong.putIfAbsent(field, text.endsWith(".") ? text : text + ".");
        }
    }
}
