package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.identity.input.PersonText;
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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The list of teams, the page of each, and the forms that make, rename and remove them and set who is in them. */
public final class TeamPages {
    private static final int ROWS = 50;
    private static final int OFFERS = 8;
    private static final UUID NOBODY = new UUID(0, 0);

    private final TeamCommands teams;
    private final PeopleQueries queries;
    private final OwnedQueries owned;
    private final ContactStatuses contacts;
    private final Ids ids;

    public TeamPages(TeamCommands teams, PeopleQueries queries, OwnedQueries owned, ContactStatuses contacts, Ids ids) {
        this.teams = teams;
        this.queries = queries;
        this.owned = owned;
        this.contacts = contacts;
        this.ids = ids;
    }

    /** Somebody in a team. */
    public record Member(UUID id, String name, String role, ContactStatuses.Reach reach) {}

    public void on(Console console) {
        console.get("/teams", Role.VIEWER, this::list);
        console.get(
                "/teams/new", Role.MANAGER, call -> Future.succeededFuture(form("New team", "/teams", "", "", 200)));
        console.post("/teams", Role.MANAGER, this::add);
        console.get("/teams/:id", Role.VIEWER, call -> known(call, team -> page(call, team, "", 200)));
        console.get(
                "/teams/:id/edit",
                Role.VIEWER,
                call -> known(
                        call,
                        team -> call.view().may(Role.MANAGER, team.id())
                                ? Future.succeededFuture(
                                        form("Rename " + team.name(), "/teams/" + team.id(), team.name(), "", 200))
                                : page(call, team, "Only a manager, or a manager of the team, can rename it.", 403)));
        console.postOwned("/teams/:id", Role.MANAGER, this::rename);
        console.postOwned("/teams/:id/members", Role.MANAGER, this::member);
        console.get("/teams/:id/remove", Role.VIEWER, call -> known(call, team -> removal(team, "", 200)));
        console.postOwned("/teams/:id/remove", Role.MANAGER, this::remove);
    }

    private Future<Page> list(PageCall call) {
        String text = Objects.requireNonNullElse(call.query("q"), "").strip();
        String cut = text.substring(0, Math.min(text.length(), 200));
        String after = Objects.requireNonNullElse(call.query("after"), "");
        int dot = after.indexOf('.');
        UUID afterId = dot < 0 ? NOBODY : Uuids.orNone(after.substring(0, dot));
        Set<UUID> reached = contacts.reached();
        Future<List<Team>> found = queries.teamList(cut, dot < 0 ? "" : after.substring(dot + 1), afterId, ROWS + 1);
        Future<PeopleCounts> counts = queries.counts(reached);
        return Future.all(found, counts).map(all -> {
            List<Team> page = found.result().subList(0, Math.min(found.result().size(), ROWS));
            Map<String, Object> params = new HashMap<>();
            params.put("teams", page);
            params.put("counts", counts.result());
            params.put(
                    "unreached",
                    page.stream()
                            .collect(Collectors.toMap(
                                    Team::id,
                                    team -> team.members().stream()
                                            .filter(one -> !reached.contains(one))
                                            .count())));
            params.put("q", cut);
            params.put("first", dot < 0);
            params.put(
                    "next",
                    found.result().size() > ROWS
                            ? URLEncoder.encode(
                                    page.getLast().id() + "." + page.getLast().name(), StandardCharsets.UTF_8)
                            : "");
            return new Page("People and teams", "admin", "teams.jte", params);
        });
    }

    private static Page missing() {
        return new Page(404, "Team", "admin", "team-missing.jte", Map.of());
    }

    private Future<Page> known(PageCall call, Function<Team, Future<Page>> page) {
        return queries.team(Uuids.orNone(call.path("id")))
                .compose(team -> team == null ? Future.succeededFuture(missing()) : page.apply(team));
    }

    /** {@code ?q=}: who could join, by a part of their name. */
    private Future<Page> page(PageCall call, Team team, String error, int status) {
        String text = Objects.requireNonNullElse(call.query("q"), "").strip();
        String cut = text.substring(0, Math.min(text.length(), 200));
        boolean finding = call.query("q") != null && call.view().may(Role.MANAGER, team.id());
        Future<Map<UUID, String>> names = queries.names(team.members());
        Future<List<Owned>> things = owned.of(team.id());
        Future<List<PersonRow>> offers = finding
                ? queries.list(new PeopleFilter(cut, "", null, "", true), false, team.members(), "", NOBODY, OFFERS)
                : Future.succeededFuture(List.of());
        return Future.all(names, things, offers).map(all -> {
            List<Member> members = team.members().stream()
                    .map(id -> new Member(
                            id,
                            names.result().getOrDefault(id, "unknown"),
                            team.roles().getOrDefault(id, "responder"),
                            contacts.reach(id)))
                    .toList();
            Map<String, Object> params = new HashMap<>();
            params.put("team", team);
            params.put("members", members);
            params.put("owned", things.result());
            params.put("offers", offers.result());
            params.put("finding", finding);
            params.put("q", cut);
            params.put("error", error);
            return new Page(status, team.name(), "admin", "team.jte", params);
        });
    }

    private static Page form(String title, String action, String name, String error, int status) {
        return new Page(
                status,
                title,
                "admin",
                "team-form.jte",
                Map.of("title", title, "action", action, "name", name, "error", error));
    }

    private Future<PageReply> add(PageCall call) {
        String name = call.form("name");
        String bad = PersonText.nameRefusal(name);
        return bad != null
                ? Future.succeededFuture(form("New team", "/teams", name, sentence(bad), 422))
                : teams.create(CallerRoutes.of(call, Role.MANAGER), ids.next(), new TeamDraft(name, List.of(), null))
                        .map(answer -> answer instanceof Answer.Done<Team> done
                                ? PageReply.redirect("/teams/" + done.value().id(), name + " is made. Add its members.")
                                : form("New team", "/teams", name, why(answer), 422));
    }

    private Future<PageReply> rename(PageCall call) {
        String name = call.form("name");
        String bad = PersonText.nameRefusal(name);
        UUID id = Uuids.orNone(call.path("id"));
        return queries.team(id).compose(team -> {
            if (team == null) {
                return Future.succeededFuture(missing());
            }
            String title = "Rename " + team.name();
            return bad != null
                    ? Future.succeededFuture(form(title, "/teams/" + id, name, sentence(bad), 422))
                    : teams.update(
                                    CallerRoutes.of(call, Role.MANAGER),
                                    id,
                                    new TeamDraft(name, team.members(), team.roles()),
                                    team.version())
                            .map(answer -> answer instanceof Answer.Done<Team>
                                    ? PageReply.redirect("/teams/" + id, "The team is called " + name + ".")
                                    : form(title, "/teams/" + id, name, why(answer), status(answer)));
        });
    }

    private Future<PageReply> member(PageCall call) {
        String role = call.form("role");
        UUID id = Uuids.orNone(call.path("id"));
        UUID person = Uuids.orNone(call.form("person"));
        if (!List.of("", "viewer", "responder", "manager").contains(role)) {
            return known(call, team -> page(call, team, "Choose a role.", 422)).map(page -> page);
        }
        return queries.team(id)
                .compose(before -> teams.setMember(
                                CallerRoutes.of(call, Role.MANAGER), id, person, role.isEmpty() ? null : role)
                        .compose(answer -> answer instanceof Answer.Done<Team> done
                                ? queries.names(List.of(person)).map(names -> {
                                    String name = names.getOrDefault(person, "They");
                                    String words = role.isEmpty()
                                            ? name + " is removed from "
                                                    + done.value().name() + "."
                                            : name + " is " + role + " in "
                                                    + done.value().name() + ".";
                                    return PageReply.redirect("/teams/" + id, words);
                                })
                                : answer instanceof Answer.Missing<Team>
                                        ? Future.succeededFuture((PageReply) missing())
                                        : known(call, team -> page(call, team, why(answer), status(answer)))
                                                .map(page -> (PageReply) page)));
    }

    private Future<Page> removal(Team team, String error, int status) {
        return owned.of(team.id())
                .map(things -> new Page(
                        status,
                        team.name(),
                        "admin",
                        "team-remove.jte",
                        Map.of("team", team, "owned", things, "error", error)));
    }

    private Future<PageReply> remove(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        return queries.team(id)
                .compose(team -> team == null
                        ? Future.succeededFuture(missing())
                        : teams.delete(CallerRoutes.of(call, Role.MANAGER), id)
                                .compose(answer -> answer instanceof Answer.Done<UUID>
                                        ? Future.succeededFuture(
                                                PageReply.redirect("/teams", "Team " + team.name() + " is removed."))
                                        : removal(team, "It was not removed: " + why(answer), status(answer))
                                                .map(page -> page)));
    }

    private static int status(Answer<?> answer) {
        return answer instanceof Answer.Forbidden<?> ? 403 : 422;
    }

    private static String why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Invalid<?> invalid ->
                sentence(invalid.fields().getFirst().detail());
            case Answer.Conflict<?> conflict -> sentence(conflict.detail());
            case Answer.Forbidden<?> forbidden -> forbidden.detail();
            case Answer.Missing<?> missing ->
                "Somebody removed the " + missing.thing().word() + " meanwhile.";
            case Answer.Stale<?> stale -> "Somebody else changed the team meanwhile. Look at it and try again.";
            case Answer.Done<?> done -> "";
        };
    }

    private static String sentence(String words) {
        String text = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
