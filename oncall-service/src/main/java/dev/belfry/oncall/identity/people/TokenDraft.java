package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.outcome.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as somebody asks for it.
 *
 * @param team the role counts for what this team owns; elsewhere the token may read
 * @param scopes what it may be used for; null for all that its role may
 */
public record TokenDraft(
        String name,
        String role,
        @Nullable UUID user,
        @Nullable UUID team,
        @Nullable List<String> scopes,
        @Nullable Instant expiresAt) {
    List<Answer.Bad> bad(Instant now) {
        List<Answer.Bad> bad = new ArrayList<>();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            bad.add(new Answer.Bad("/expiresAt", "this is in the past"));
        }
        if (team != null && user != null) {
            bad.add(new Answer.Bad("/team", "the token of a person has the teams of the person"));
        }
        if (team != null && role.equals("admin")) {
            bad.add(new Answer.Bad("/team", "an administrator's token belongs to no team"));
        }
        return bad;
    }
}
