package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.input.PersonText;
import dev.belfry.oncall.identity.outcome.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team as somebody asks for it. */
public record TeamDraft(
        String name, @Nullable List<UUID> members, @Nullable Map<UUID, String> roles) {
    private static final String DEFAULT_ROLE = "responder";

    List<Answer.Bad> bad() {
        List<Answer.Bad> bad = new ArrayList<>();
        String badName = PersonText.nameRefusal(name);
        if (badName != null) {
            bad.add(new Answer.Bad("/name", badName));
        }
        Set<UUID> listed = new HashSet<>();
        for (int i = 0; members != null && i < members.size(); i++) {
            // The contract compares what is written, and an id can be written in two letter cases.
            if (!listed.add(members.get(i))) {
                bad.add(new Answer.Bad("/members/" + i, "this person is in the list already"));
            }
        }
        if (roles != null) {
            for (UUID person : roles.keySet()) {
                if (members == null || !members.contains(person)) {
                    bad.add(new Answer.Bad("/roles/" + person, "this person is not a member"));
                }
            }
        }
        return bad;
    }

    /** @param before the roles until now: a role that is not said stays as it was */
    Team team(UUID id, long version, Map<UUID, String> before) {
        List<UUID> people = members == null ? List.of() : List.copyOf(members);
        Map<UUID, String> said = roles == null ? Map.of() : roles;
        Map<UUID, String> all = new LinkedHashMap<>();
        for (UUID person : people) {
            all.put(person, said.getOrDefault(person, before.getOrDefault(person, DEFAULT_ROLE)));
        }
        return new Team(id, name.strip(), people, all, version);
    }
}
