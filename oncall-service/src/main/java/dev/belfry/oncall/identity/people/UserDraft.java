package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.input.PersonText;
import dev.belfry.oncall.identity.input.Zones;
import dev.belfry.oncall.identity.outcome.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as somebody asks for them; what is left out has its default.
 *
 * @param mustChangePassword whether the password that comes with it is good for one sign-in only
 */
public record UserDraft(
        String name,
        String email,
        @Nullable String timeZone,
        @Nullable String role,
        @Nullable Boolean active,
        @Nullable String password,
        @Nullable Boolean mustChangePassword) {
    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        refuse(bad, "/name", PersonText.nameRefusal(name));
        refuse(bad, "/email", PersonText.emailRefusal(email.strip()));
        if (timeZone != null) {
            Zones.check(timeZone, "/timeZone", bad);
        }
        return bad;
    }

    private static void refuse(List<Answer.Bad> bad, String pointer, @Nullable String why) {
        if (why != null) {
            bad.add(new Answer.Bad(pointer, why));
        }
    }

    User user(UUID id, long version) {
        return new User(
                id,
                name.strip(),
                email.strip(),
                timeZone == null ? "UTC" : timeZone,
                role == null ? "responder" : role,
                active == null || active,
                version);
    }

    /** What is left out of a change stays as it was. */
    User change(User before) {
        return new User(
                before.id(),
                name.strip(),
                email.strip(),
                timeZone == null ? before.timeZone() : timeZone,
                role == null ? before.role() : role,
                active == null ? before.active() : active,
                before.version() + 1);
    }
}
