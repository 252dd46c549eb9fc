package dev.belfry.oncall.people;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import java.util.Map;

/** The list of people. */
public final class PeoplePages {
    private static final int MOST = 1_000;

    private final PeopleQueries queries;

    public PeoplePages(PeopleQueries queries) {
        this.queries = queries;
    }

    public void on(Console console) {
        console.get(
                "/people",
                Role.VIEWER,
                call -> queries.everybody(MOST)
                        .map(people -> new Page("People", "admin", "people.jte", Map.of("people", people))));
    }
}
