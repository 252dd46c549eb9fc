package dev.belfry.oncall.identity.people;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.AnswerRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API of people, teams and tokens. */
public final class PeopleRoutes {
    private static final int MOST_OPEN = 100;

    private final PeopleCommands people;
    private final TeamCommands teams;
    private final TokenCommands tokens;
    private final PeopleQueries queries;
    private final VacancyQueries vacancies;

    /** @param count how many there are in the next 90 days, listed or not */
    private record OpenShifts(int count, List<Vacancy> next) {}

    /** @param openShifts null while the person is active */
    private record UserBody(
            @JsonUnwrapped User user, @Nullable OpenShifts openShifts) {}

    public PeopleRoutes(
            PeopleCommands people,
            TeamCommands teams,
            TokenCommands tokens,
            PeopleQueries queries,
            VacancyQueries vacancies) {
        this.people = people;
        this.teams = teams;
        this.tokens = tokens;
        this.queries = queries;
        this.vacancies = vacancies;
    }

    public void on(Api api) {
        api.on(
                        "listUsers",
                        Role.VIEWER,
                        call -> AnswerRoutes.list(call, queries::users, User::id, Future::succeededFuture))
                .on("createUser", Role.ADMIN, this::createUser)
                .on("getUser", Role.VIEWER, this::getUser)
                .on("updateUser", Role.ADMIN, this::updateUser)
                .on("deleteUser", Role.ADMIN, this::deleteUser)
                .on("removeSecondFactor", Role.ADMIN, this::removeSecondFactor)
                .on(
                        "listTeams",
                        Role.VIEWER,
                        call -> AnswerRoutes.list(call, queries::teams, Team::id, Future::succeededFuture))
                .on("createTeam", Role.MANAGER, this::createTeam)
                .on("getTeam", Role.VIEWER, this::getTeam)
                .onOwned("updateTeam", Role.MANAGER, this::updateTeam)
                .onOwned("deleteTeam", Role.MANAGER, this::deleteTeam)
                .on(
                        "listTokens",
                        Role.ADMIN,
                        call -> AnswerRoutes.list(call, queries::tokens, Token::id, Future::succeededFuture))
                .on("createToken", Role.ADMIN, this::createToken)
                .on("deleteToken", Role.ADMIN, this::deleteToken);
    }

    private Future<Reply> createUser(Call call) {
        return people.create(CallerRoutes.of(call, Role.ADMIN), call.newId(), call.body(UserDraft.class))
                .map(answer -> AnswerRoutes.created(answer, user -> "/api/v1/users/" + user.id(), Function.identity()));
    }

    private Future<Reply> getUser(Call call) {
        return queries.user(call.id("id"))
                .compose(user -> user == null
                        ? Future.succeededFuture(AnswerRoutes.missing(User.THING))
                        : body(user).map(body -> Reply.ok(body, user.version())));
    }

    /** With the shifts that are open because the person is inactive. */
    private Future<UserBody> body(User user) {
        return user.active()
                ? Future.succeededFuture(new UserBody(user, null))
                : vacancies
                        .of(user.id())
                        .map(open -> new UserBody(
                                user,
                                new OpenShifts(
                                        open.size(),
                                        open.stream().limit(MOST_OPEN).toList())));
    }

    private Future<Reply> updateUser(Call call) {
        return people.update(
                        CallerRoutes.of(call, Role.ADMIN), call.id("id"), call.body(UserDraft.class), call.ifMatch())
                .compose(answer -> answer instanceof Answer.Done<User> done
                        ? body(done.value()).map(body -> Reply.ok(body, done.version()))
                        : Future.succeededFuture(AnswerRoutes.changed(answer, Function.identity())));
    }

    private Future<Reply> deleteUser(Call call) {
        return people.delete(CallerRoutes.of(call, Role.ADMIN), call.id("id")).map(AnswerRoutes::deleted);
    }

    private Future<Reply> removeSecondFactor(Call call) {
        return people.removeSecondFactor(CallerRoutes.of(call, Role.ADMIN), call.id("id"))
                .map(AnswerRoutes::deleted);
    }

    private Future<Reply> createTeam(Call call) {
        return teams.create(CallerRoutes.of(call, Role.MANAGER), call.newId(), call.body(TeamDraft.class))
                .map(answer -> AnswerRoutes.created(answer, team -> "/api/v1/teams/" + team.id(), Function.identity()));
    }

    private Future<Reply> getTeam(Call call) {
        return queries.team(call.id("id"))
                .map(team ->
                        AnswerRoutes.found(Team.THING, team, team == null ? 0 : team.version(), Function.identity()));
    }

    private Future<Reply> updateTeam(Call call) {
        return teams.update(
                        CallerRoutes.of(call, Role.MANAGER), call.id("id"), call.body(TeamDraft.class), call.ifMatch())
                .map(answer -> AnswerRoutes.changed(answer, Function.identity()));
    }

    private Future<Reply> deleteTeam(Call call) {
        return teams.delete(CallerRoutes.of(call, Role.MANAGER), call.id("id")).map(AnswerRoutes::deleted);
    }

    private Future<Reply> createToken(Call call) {
        return tokens.create(CallerRoutes.of(call, Role.ADMIN), call.newId(), call.body(TokenDraft.class))
                .map(answer ->
                        AnswerRoutes.created(answer, token -> "/api/v1/tokens/" + token.id(), Function.identity()));
    }

    private Future<Reply> deleteToken(Call call) {
        return tokens.delete(CallerRoutes.of(call, Role.ADMIN), call.id("id"), null)
                .map(AnswerRoutes::deleted);
    }
}
