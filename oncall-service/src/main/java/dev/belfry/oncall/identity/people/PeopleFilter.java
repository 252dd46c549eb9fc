package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.input.Uuids;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which people somebody wants to see; empty words narrow nothing.
 *
 * @param reach {@code verified}, {@code unverified} or {@code none}
 * @param active false for those who have left
 */
public record PeopleFilter(
        String text, String role, @Nullable UUID team, String reach, boolean active) {
    static PeopleFilter of(Function<String, @Nullable String> field) {
        String text = word(field.apply("q"));
        String role = word(field.apply("role"));
        String reach = word(field.apply("reach"));
        return new PeopleFilter(
                text.substring(0, Math.min(text.length(), 200)),
                role.matches("viewer|responder|manager|admin") ? role : "",
                Uuids.of(field.apply("team")),
                reach.matches("verified|unverified|none") ? reach : "",
                !word(field.apply("state")).equals("inactive"));
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    public boolean narrow() {
        return !text.isEmpty() || !role.isEmpty() || team != null || !reach.isEmpty();
    }

    public String teamId() {
        return team == null ? "" : team.toString();
    }

    /** As it stands in the address. */
    public String query() {
        return "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&role=" + role + "&team=" + teamId()
                + "&reach=" + reach + (active ? "" : "&state=inactive");
    }
}
