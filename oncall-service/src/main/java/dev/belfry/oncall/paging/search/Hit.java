package dev.belfry.oncall.paging.search;

import java.util.Locale;
import java.util.UUID;

/** Something whose name has what was looked for in it. */
public record Hit(Kind kind, UUID id, String name) {
    /** What can be found here, in the order in which it is shown. */
    public enum Kind {
        SCHEDULE("calendar-user", "/schedules/"),
        POLICY("stairs-up", "/escalation-policies/"),
        TEAM("users", "/teams/"),
        PERSON("user", "/people/");

        private final String icon;
        private final String path;

        Kind(String icon, String path) {
            this.icon = icon;
            this.path = path;
        }

        String word() {
            return this == POLICY ? "escalation policy" : name().toLowerCase(Locale.ROOT);
        }
    }

    public String icon() {
        return kind.icon;
    }

    public String href() {
        return kind.path + id;
    }

    public String word() {
        return kind.word();
    }
}
