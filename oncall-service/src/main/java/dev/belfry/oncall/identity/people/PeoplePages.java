package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The people and the teams, and the forms that change them. */
public final class PeoplePages {
    private static final int MOST = 1_000;
    private static final int MOST_TEAMS = 200;
    private static final int LONGEST = 200;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final String EMAIL = "[^@\\s]+@[^@\\s]+";

    private final PeopleCommands people;
    private final TeamCommands teams;
    private final PeopleQueries queries;
    private final VacancyQueries vacancies;
    private final Ids ids;

    public PeoplePages(
            PeopleCommands people, TeamCommands teams, PeopleQueries queries, VacancyQueries vacancies, Ids ids) {
        this.people = people;
        this.teams = teams;
        this.queries = queries;
        this.vacancies = vacancies;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/people", Role.VIEWER, call -> page(200, ""));
        console.post("/people", Role.ADMIN, this::add);
        console.get("/people/:id", Role.ADMIN, call -> person(call, 200, ""));
        console.post("/people/:id", Role.ADMIN, this::change);
        console.post("/people/:id/second-factor/remove", Role.ADMIN, this::removeSecondFactor);
        console.post("/teams", Role.MANAGER, this::addTeam);
        console.postOwned("/teams/:id/members", Role.MANAGER, this::member);
    }

    private Future<Page> page(int status, String error) {
        return queries.everybody(MOST)
                .compose(everybody -> queries.teams(NOBODY, MOST_TEAMS)
                        .map(all -> new Page(
                                status,
                                "People",
                                "admin",
                                "people.jte",
                                Map.of("people", everybody, "teams", all, "error", error))));
    }

    private Future<Page> person(PageCall call, int status, String error) {
        return queries.user(Uuids.orNone(call.path("id")))
                .compose(user -> user == null
                        ? page(404, "This person is gone.")
                        : open(user)
                                .map(open -> new Page(
                                        status,
                                        user.name(),
                                        "admin",
                                        "person.jte",
                                        Map.of("person", user, "open", open, "error", error))));
    }

    private Future<List<Vacancy>> open(User user) {
        return user.active() ? Future.succeededFuture(List.of()) : vacancies.of(user.id());
    }

    private Future<PageReply> add(PageCall call) {
        UserDraft draft = draft(call, true);
        String wrong = wrong(draft);
        return wrong.isEmpty()
                ? people.create(CallerRoutes.of(call, Role.ADMIN), ids.next(), draft)
                        .compose(answer -> answer instanceof Answer.Done<User> done
                                ? done("/people", done.value().name() + " is added.")
                                : again(page(422, why(answer))))
                : again(page(422, wrong));
    }

    private Future<PageReply> change(PageCall call) {
        UserDraft draft = draft(call, call.form("active").equals("true"));
        String wrong = wrong(draft);
        return wrong.isEmpty()
                ? people.update(CallerRoutes.of(call, Role.ADMIN), Uuids.orNone(call.path("id")), draft, null)
                        .compose(answer -> answer instanceof Answer.Done<User> done
                                ? changed(done.value())
                                : again(person(call, 422, why(answer))))
                : again(person(call, 422, wrong));
    }

    /** Whoever deactivates somebody who has shifts ahead is shown them. */
    private Future<PageReply> changed(User user) {
        return open(user)
                .compose(open -> open.isEmpty()
                        ? done("/people", user.name() + " is changed.")
                        : done(
                                "/people/" + user.id(),
                                user.name() + " is inactive and not on call any more. Their shifts below are open."));
    }

    private Future<PageReply> removeSecondFactor(PageCall call) {
        return people.removeSecondFactor(CallerRoutes.of(call, Role.ADMIN), Uuids.orNone(call.path("id")))
                .compose(
                        answer -> done("/people", "They sign in with the password alone until they set one up again."));
    }

    private Future<PageReply> addTeam(PageCall call) {
        String name = call.form("name");
        return name.isEmpty() || name.length() > LONGEST
                ? again(page(422, "Give the team a name."))
                : teams.create(CallerRoutes.of(call, Role.MANAGER), ids.next(), new TeamDraft(name, List.of(), null))
                        .compose(answer -> answer instanceof Answer.Done<Team>
                                ? done("/people", name + " is added.")
                                : again(page(422, why(answer))));
    }

    private Future<PageReply> member(PageCall call) {
        String role = call.form("role");
        if (!List.of("", "viewer", "responder", "manager").contains(role)) {
            return again(page(422, "Choose a role."));
        }
        return teams.setMember(
                        CallerRoutes.of(call, Role.MANAGER),
                        Uuids.orNone(call.path("id")),
                        Uuids.orNone(call.form("person")),
                        role.isEmpty() ? null : role)
                .compose(answer -> answer instanceof Answer.Done<Team> done
                        ? done("/people", done.value().name() + " is changed.")
                        : again(page(answer instanceof Answer.Forbidden<Team> ? 403 : 422, why(answer))));
    }

    /** Whoever's password comes from an administrator chooses their own at the first sign-in. */
    private static UserDraft draft(PageCall call, boolean active) {
        String password = call.context().request().getFormAttribute("password");
        return new UserDraft(
                call.form("name"),
                call.form("email"),
                call.form("timeZone").isEmpty() ? null : call.form("timeZone"),
                call.form("role"),
                active,
                password == null || password.isEmpty() ? null : password,
                true);
    }

    private static String wrong(UserDraft draft) {
        String role = String.valueOf(draft.role());
        String password = draft.password();
        if (draft.name().isEmpty() || draft.name().length() > LONGEST) {
            return "Enter a name.";
        }
        if (!draft.email().matches(EMAIL) || draft.email().length() > 254) {
            return "Enter an e-mail address.";
        }
        if (List.of(Role.values()).stream().noneMatch(one -> one.word().equals(role))) {
            return "Choose a role.";
        }
        return password == null || (password.length() >= 12 && password.length() <= LONGEST)
                ? ""
                : "A password has 12 to 200 characters.";
    }

    private static String why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Invalid<?> invalid -> invalid.fields().getFirst().detail() + ".";
            case Answer.Conflict<?> conflict -> "Nothing was changed: " + conflict.detail() + ".";
            case Answer.Forbidden<?> forbidden -> forbidden.detail();
            case Answer.Missing<?> missing ->
                "Nothing was changed: the " + missing.thing().word() + " was removed meanwhile.";
            case Answer.Stale<?> stale -> "Somebody else has changed it. Look again.";
            case Answer.Done<?> done -> "";
        };
    }

    private static Future<PageReply> done(String path, String flash) {
        return Future.succeededFuture(PageReply.redirect(path, flash));
    }

    private static Future<PageReply> again(Future<Page> page) {
        return page.map(shown -> shown);
    }
}
