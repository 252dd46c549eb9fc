package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of people, the page of each, and the forms that add and change them. */
public final class PeoplePages {
    private static final int ROWS = 50;
    private static final int MOST_TEAMS = 500;
    private static final int MOST_SHIFTS = 20;
    private static final UUID NOBODY = new UUID(0, 0);

    private final PeopleCommands people;
    private final PeopleQueries queries;
    private final VacancyQueries shifts;
    private final ContactStatuses contacts;
    private final boolean provider;
    private final RandomGenerator random;
    private final Ids ids;

    /** @param provider whether people may sign in with their organisation's account */
    public PeoplePages(
            PeopleCommands people,
            PeopleQueries queries,
            VacancyQueries shifts,
            ContactStatuses contacts,
            boolean provider,
            RandomGenerator random,
            Ids ids) {
        this.people = people;
        this.queries = queries;
        this.shifts = shifts;
        this.contacts = contacts;
        this.provider = provider;
        this.random = random;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/people", Role.VIEWER, this::list);
        console.get(
                "/people/new",
                Role.ADMIN,
                call -> Future.succeededFuture(
                        adding(PersonForm.blank(call.view().zone().getId()), 200)));
        console.post("/people", Role.ADMIN, this::add);
        console.get("/people/:id", Role.VIEWER, call -> person(call, 200, "", ""));
        console.get(
                "/people/:id/edit",
                Role.ADMIN,
                call -> known(call).map(user -> user == null ? missing() : changing(user, PersonForm.of(user), 200)));
        console.post("/people/:id", Role.ADMIN, this::change);
        console.post("/people/:id/active", Role.ADMIN, this::activate);
        console.post("/people/:id/second-factor/remove", Role.ADMIN, this::removeSecondFactor);
    }

    private Future<Page> list(PageCall call) {
        PeopleFilter filter = PeopleFilter.of(call::query);
        String after = call.query("after");
        int dot = after == null ? -1 : after.indexOf('.');
        UUID afterId = after == null || dot < 0 ? NOBODY : Uuids.orNone(after.substring(0, dot));
        String afterName = after == null || dot < 0 ? "" : after.substring(dot + 1);
        Set<UUID> reached = contacts.reached();
        Boolean among = filter.reach().isEmpty() ? null : !filter.reach().equals("none");
        Set<UUID> some = switch (filter.reach()) {
            case "verified" -> contacts.those(Reach.VERIFIED);
            case "unverified" -> contacts.those(Reach.UNVERIFIED);
            default -> reached;
        };
        Future<List<PersonRow>> rows = queries.list(filter, among, some, afterName, afterId, ROWS + 1);
        Future<PeopleCounts> counts = queries.counts(reached);
        Future<Map<UUID, String>> teams = queries.teamNamesInOrder(MOST_TEAMS);
        return Future.all(rows, counts, teams).map(all -> {
            List<PersonRow> found = rows.result();
            List<PersonRow> page = found.subList(0, Math.min(found.size(), ROWS));
            Map<String, Object> params = new HashMap<>();
            params.put("people", page);
            params.put("reach", reach(page));
            params.put("counts", counts.result());
            params.put("teams", teams.result());
            params.put("filter", filter);
            params.put("first", dot < 0);
            params.put("next", found.size() > ROWS ? next(page.getLast().user()) : "");
            return new Page("People and teams", "admin", "people.jte", params);
        });
    }

    private Map<UUID, Reach> reach(List<PersonRow> page) {
        return page.stream()
                .collect(Collectors.toMap(
                        row -> row.user().id(), row -> contacts.reach(row.user().id())));
    }

    private static String next(User last) {
        return URLEncoder.encode(last.id() + "." + last.name(), StandardCharsets.UTF_8);
    }

    private Page adding(PersonForm form, int status) {
        return new Page(status, "Add a person", "admin", "person-new.jte", Map.of("form", form, "provider", provider));
    }

    private static Page changing(User user, PersonForm form, int status) {
        return new Page(status, user.name(), "admin", "person-edit.jte", Map.of("person", user, "form", form));
    }

    private static Page missing() {
        return new Page(404, "Person", "admin", "person-missing.jte", Map.of());
    }

    private Future<@Nullable User> known(PageCall call) {
        return queries.user(Uuids.orNone(call.path("id")));
    }

    /** @param secret the temporary password, shown this once */
    private Future<Page> person(PageCall call, int status, String error, String secret) {
        return known(call)
                .compose(
                        user -> user == null ? Future.succeededFuture(missing()) : person(user, status, error, secret));
    }

    private Future<Page> person(User user, int status, String error, String secret) {
        Future<List<Vacancy>> ahead = shifts.of(user.id());
        Future<List<Membership>> teams = queries.memberships(user.id());
        Future<@Nullable Account> account = queries.account(user.id());
        return Future.all(ahead, teams, account).map(all -> {
            Account known = account.result();
            Map<String, Object> params = new HashMap<>();
            params.put("person", user);
            params.put("reach", contacts.reach(user.id()));
            params.put("shifts", ahead.result().stream().limit(MOST_SHIFTS).toList());
            params.put("count", ahead.result().size());
            params.put("teams", teams.result());
            params.put("password", known != null && known.passwordHash() != null);
            params.put("secondFactor", known != null && known.totpSecret() != null);
            params.put("provider", provider);
            params.put("error", error);
            params.put("secret", secret);
            return new Page(status, user.name(), "admin", "person.jte", params);
        });
    }

    /** Without a password of the admin's own one is made, and shown once. */
    private Future<PageReply> add(PageCall call) {
        PersonForm form = form(call);
        String typed = password(call);
        boolean account = provider && form.entry().equals("account");
        PersonForm checked = form.checked(account ? null : typed);
        if (!checked.errors().isEmpty()) {
            return Future.succeededFuture(adding(checked, 422));
        }
        String made = account || typed != null ? null : TokenSecret.password(random);
        String password = account ? null : typed == null ? made : typed;
        UserDraft draft = new UserDraft(form.name(), form.email(), form.timeZone(), form.role(), true, password, true);
        return people.create(CallerRoutes.of(call, Role.ADMIN), ids.next(), draft)
                .compose(answer -> {
                    if (!(answer instanceof Answer.Done<User> done)) {
                        return Future.succeededFuture(adding(form.refused(answer), 422));
                    }
                    return made == null
                            ? Future.succeededFuture(PageReply.redirect(
                                    "/people/" + done.value().id(), done.value().name() + " is added."))
                            : person(done.value(), 200, "", made).map(page -> page);
                });
    }

    private Future<PageReply> change(PageCall call) {
        PersonForm form = form(call);
        String password = password(call);
        return known(call).compose(user -> {
            if (user == null) {
                return Future.succeededFuture(missing());
            }
            PersonForm checked = form.checked(password);
            if (!checked.errors().isEmpty()) {
                return Future.succeededFuture(changing(user, checked, 422));
            }
            String active = call.form("active");
            UserDraft draft = new UserDraft(
                    form.name(),
                    form.email(),
                    form.timeZone().isEmpty() ? null : form.timeZone(),
                    form.role(),
                    active.isEmpty() ? null : active.equals("true"),
                    password,
                    true);
            return people.update(CallerRoutes.of(call, Role.ADMIN), user.id(), draft, null)
                    .map(answer -> answer instanceof Answer.Done<User> done
                            ? PageReply.redirect(
                                    "/people/" + user.id(), done.value().name() + " is changed.")
                            : changing(user, form.refused(answer), 422));
        });
    }

    private Future<PageReply> activate(PageCall call) {
        boolean active = call.form("active").equals("true") || "1".equals(call.query("back"));
        return known(call).compose(user -> {
            if (user == null) {
                return Future.succeededFuture(missing());
            }
            UserDraft draft = new UserDraft(user.name(), user.email(), null, null, active, null, null);
            return people.update(CallerRoutes.of(call, Role.ADMIN), user.id(), draft, null)
                    .compose(answer -> answer instanceof Answer.Done<User>
                            ? Future.succeededFuture(PageReply.undoable(
                                    "/people/" + user.id(),
                                    active
                                            ? user.name() + " can sign in and be paged again."
                                            : user.name() + " is inactive and not on call any more.",
                                    "/people/" + user.id() + (active ? "/active" : "/active?back=1")))
                            : person(
                                            user,
                                            422,
                                            String.valueOf(
                                                    PersonForm.of(user).refused(answer).errors().values().stream()
                                                            .findFirst()
                                                            .orElse("")),
                                            "")
                                    .map(page -> page));
        });
    }

    private Future<PageReply> removeSecondFactor(PageCall call) {
        return people.removeSecondFactor(CallerRoutes.of(call, Role.ADMIN), Uuids.orNone(call.path("id")))
                .map(answer -> answer instanceof Answer.Done<UUID>
                        ? PageReply.redirect(
                                "/people/" + call.path("id"),
                                "They sign in with the password alone until they set up a second factor again.")
                        : missing());
    }

    private static PersonForm form(PageCall call) {
        return new PersonForm(
                call.form("name"),
                call.form("email"),
                call.form("role"),
                call.form("timeZone"),
                call.form("entry"),
                Map.of());
    }

    /** Blanks count in a password. */
    private static @Nullable String password(PageCall call) {
        String password = call.context().request().getFormAttribute("password");
        return password == null || password.isEmpty() ? null : password;
    }
}
