package dev.belfry.oncall.identity.people;

import dev.belfry.oncall.identity.access.CallerRoutes;
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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How people and programs get in, for administrators: single sign-on, the directory that provisions, and all API tokens. */
public final class AccessPages {
    private static final String HOME = "/people/access";
    private static final int ROWS = 50;
    private static final int MOST_TEAMS = 500;
    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TokenCommands tokens;
    private final PeopleQueries queries;
    private final String issuer;
    private final URI console;
    private final Ids ids;
    private final InstantSource clock;

    /** @param issuer the provider that people sign in with; empty without one */
    public AccessPages(
            TokenCommands tokens, PeopleQueries queries, String issuer, URI console, Ids ids, InstantSource clock) {
        this.tokens = tokens;
        this.queries = queries;
        this.issuer = issuer;
        this.console = console;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token as somebody types it. */
    public record Form(String name, String role, String team, String use, String days, String error) {}

    public void on(Console console) {
        console.get(HOME, Role.ADMIN, call -> page(call, ""));
        console.get(
                HOME + "/tokens/new",
                Role.ADMIN,
                call -> form(
                        "scim".equals(call.query("for"))
                                ? new Form("Directory sync", "admin", "", "scim", "365", "")
                                : new Form("", "viewer", "", "", "90", ""),
                        200));
        console.post(HOME + "/tokens", Role.ADMIN, this::make);
        console.post(HOME + "/tokens/:id/revoke", Role.ADMIN, this::revoke);
    }

    /** @param secret of the token that was just made, shown this once */
    private Future<Page> page(PageCall call, String secret) {
        UUID after = Uuids.of(call.query("after"));
        return queries.tokens(after == null ? BEFORE_ALL : after, ROWS + 1).compose(found -> {
            List<Token> page = found.subList(0, Math.min(found.size(), ROWS));
            List<UUID> owners = page.stream()
                    .flatMap(one -> Stream.ofNullable(one.user()))
                    .distinct()
                    .toList();
            List<UUID> teams = page.stream()
                    .flatMap(one -> Stream.ofNullable(one.team()))
                    .distinct()
                    .toList();
            return queries.names(owners)
                    .compose(names -> queries.teamNames(teams).map(teamNames -> {
                        Map<UUID, String> known = new HashMap<>(names);
                        known.putAll(teamNames);
                        return new Page(
                                "Access",
                                "admin",
                                "access.jte",
                                Map.of(
                                        "tokens", page,
                                        "names", known,
                                        "issuer", issuer,
                                        "callback",
                                                console.resolve("/sign-in/oidc/callback")
                                                        .toString(),
                                        "scim", console.resolve("/scim/v2").toString(),
                                        "secret", secret,
                                        "next",
                                                found.size() > ROWS
                                                        ? page.getLast().id().toString()
                                                        : ""));
                    }));
        });
    }

    private Future<Page> form(Form form, int status) {
        return queries.teamNamesInOrder(MOST_TEAMS)
                .map(teams -> new Page(
                        status,
                        "New API token",
                        "admin",
                        "access-token.jte",
                        Map.of("form", form, "teams", teams, "days", DAYS)));
    }

    private Future<PageReply> make(PageCall call) {
        Form form = new Form(
                call.form("name"), call.form("role"), call.form("team"), call.form("use"), call.form("days"), "");
        String wrong = wrong(form);
        if (!wrong.isEmpty()) {
            return refused(form, wrong);
        }
        Instant end = form.days().isEmpty() ? null : clock.instant().plus(Duration.ofDays(Long.parseLong(form.days())));
        TokenDraft draft =
                new TokenDraft(form.name(), form.role(), null, Uuids.of(form.team()), scopes(form.use()), end);
        return tokens.create(CallerRoutes.of(call, Role.ADMIN), ids.next(), draft)
                .compose(answer -> switch (answer) {
                    case Answer.Done<Token> done ->
                        page(call, String.valueOf(done.value().secret())).map(page -> page);
                    case Answer.Invalid<Token> invalid ->
                        refused(form, invalid.fields().getFirst().detail());
                    default -> refused(form, "it could not be made; try again");
                });
    }

    private Future<PageReply> refused(Form form, String why) {
        String words = Character.toUpperCase(why.charAt(0)) + why.substring(1) + (why.endsWith(".") ? "" : ".");
        return form(new Form(form.name(), form.role(), form.team(), form.use(), form.days(), words), 422)
                .map(page -> page);
    }

    private static @Nullable List<String> scopes(String use) {
        return use.isEmpty() ? null : List.of(use);
    }

    private static String wrong(Form form) {
        String name = PersonText.nameRefusal(form.name());
        if (name != null) {
            return name;
        }
        if (Stream.of(Role.values()).noneMatch(one -> one.word().equals(form.role()))) {
            return "choose a role";
        }
        if (!form.use().matches("|read|scim")) {
            return "choose what it may be used for";
        }
        return form.days().isEmpty()
                        || DAYS.stream().anyMatch(one -> one.toString().equals(form.days()))
                ? ""
                : "choose when it ends";
    }

    private Future<PageReply> revoke(PageCall call) {
        return tokens.delete(CallerRoutes.of(call, Role.ADMIN), Uuids.orNone(call.path("id")), null)
                .map(answer -> PageReply.redirect(
                        HOME,
                        answer instanceof Answer.Done<UUID>
                                ? "The token is revoked. Programs that use it are refused from now on."
                                : "There is no such token any more."));
    }
}
