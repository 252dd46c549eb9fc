package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleCommands;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.Token;
import dev.belfry.oncall.identity.people.TokenCommands;
import dev.belfry.oncall.identity.people.TokenDraft;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.identity.people.UserDraft;
import dev.belfry.oncall.identity.signin.Totp;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One's own account: password, second factor, sessions, tokens. */
public final class ProfilePages {
    private static final int LONGEST = 200;
    private static final int SHORTEST_PASSWORD = 12;
    private static final List<Integer> TOKEN_DAYS = List.of(7, 30, 90, 365);

    private final ProfileCommands commands;
    private final ProfileQueries queries;
    private final TokenCommands tokens;
    private final PeopleCommands people;
    private final PeopleQueries everybody;
    private final ReminderCommands reminders;
    private final Ids ids;
    private final InstantSource clock;
    private final RandomGenerator random;

    public ProfilePages(
            ProfileCommands commands,
            ProfileQueries queries,
            TokenCommands tokens,
            PeopleCommands people,
            PeopleQueries everybody,
            ReminderCommands reminders,
            Ids ids,
            InstantSource clock,
            RandomGenerator random) {
        this.commands = commands;
        this.queries = queries;
        this.tokens = tokens;
        this.people = people;
        this.everybody = everybody;
        this.reminders = reminders;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    public void on(Console console) {
        console.get("/profile", Role.VIEWER, call -> page(call, 200, "", List.of(), ""));
        console.post("/profile/password", Role.VIEWER, this::password);
        console.get(
                "/profile/second-factor",
                Role.VIEWER,
                call -> Future.succeededFuture(secondFactor(call, 200, "", Totp.secret(random))));
        console.post("/profile/second-factor", Role.VIEWER, this::enable);
        console.post(
                "/profile/second-factor/off",
                Role.VIEWER,
                call -> commands.disableSecondFactor(owner(call))
                        .compose(outcome -> told(call, outcome, "The second factor is off.")));
        console.post(
                "/profile/recovery-codes",
                Role.VIEWER,
                call -> commands.newRecoveryCodes(owner(call)).compose(outcome -> told(call, outcome, "")));
        console.post("/profile/sessions/end", Role.VIEWER, this::endSession);
        console.post("/profile/theme", Role.VIEWER, this::theme);
        console.post("/profile/reminders", Role.VIEWER, this::remind);
        console.get(
                "/profile/zone",
                Role.VIEWER,
                call -> Future.succeededFuture(zone(call.view().zone().getId(), "")));
        console.post("/profile/zone", Role.VIEWER, this::changeZone);
        console.get("/profile/tokens/new", Role.VIEWER, call -> Future.succeededFuture(token("", "viewer", "")));
        console.post("/profile/tokens", Role.VIEWER, this::makeToken);
        console.post("/profile/tokens/:id/revoke", Role.VIEWER, this::revokeToken);
    }

    private Future<PageReply> password(PageCall call) {
        String next = raw(call, "next");
        return next.length() < SHORTEST_PASSWORD || next.length() > LONGEST
                ? page(call, 422, "Choose a password of 12 to 200 characters.", List.of(), "")
                        .map(page -> page)
                : commands.changePassword(owner(call), next)
                        .compose(outcome -> told(call, outcome, "Your password is changed; other sessions are ended."));
    }

    private Future<PageReply> enable(PageCall call) {
        String secret = call.form("secret");
        return commands.enableSecondFactor(owner(call), secret, call.form("code"))
                .compose(outcome -> outcome instanceof Outcome.Refused refused && Totp.isSecret(secret)
                        ? Future.succeededFuture(secondFactor(call, 422, refused.why(), secret))
                        : told(call, outcome, ""));
    }

    private Future<PageReply> endSession(PageCall call) {
        String id = call.form("session");
        UUID only = id.isEmpty() ? null : Uuids.orNone(id);
        return commands.endSessions(
                        CallerRoutes.of(call, Role.VIEWER),
                        person(call),
                        only,
                        only == null ? call.principal().sessionId() : null)
                .map(done -> PageReply.redirect("/profile", only == null ? "All others are ended." : "Ended."));
    }

    private Future<PageReply> theme(PageCall call) {
        String theme = call.form("theme");
        if (!Console.THEMES.contains(theme)) {
            return page(call, 422, "Choose system, light or dark.", List.of(), "")
                    .map(page -> page);
        }
        return commands.chooseTheme(person(call), theme).map(done -> {
            call.keepTheme(theme);
            return PageReply.redirect("/profile", null);
        });
    }

    private Future<PageReply> remind(PageCall call) {
        Set<Duration> chosen = Reminders.CHOICES.stream()
                .filter(before -> !call.form("before-" + before).isEmpty())
                .collect(Collectors.toSet());
        return reminders
                .set(CallerRoutes.of(call, Role.VIEWER), person(call), chosen)
                .map(answer -> PageReply.redirect(
                        "/profile",
                        chosen.isEmpty() ? "You are not reminded of shifts." : "Your reminders are as you chose."));
    }

    private Future<PageReply> makeToken(PageCall call) {
        String name = call.form("name");
        String role = call.form("role");
        String days = call.form("days");
        boolean known = List.of(Role.values()).stream()
                .filter(call.principal().role()::covers)
                .anyMatch(one -> one.word().equals(role));
        if (name.isEmpty()
                || name.length() > LONGEST
                || !known
                || !days.matches("\\d{1,3}")
                || !TOKEN_DAYS.contains(Integer.parseInt(days))) {
            return Future.succeededFuture(
                    token(name, role, "Give the token a name, a role that you have, and an end."));
        }
        TokenDraft draft = new TokenDraft(
                name, role, person(call), null, null, clock.instant().plus(Duration.ofDays(Integer.parseInt(days))));
        return tokens.create(CallerRoutes.of(call, Role.VIEWER), ids.next(), draft)
                .compose(answer -> answer instanceof Answer.Done<Token> done
                        ? page(
                                call,
                                200,
                                "",
                                List.of(),
                                String.valueOf(done.value().secret()))
                        : page(call, 422, "The token was not made.", List.of(), ""))
                .map(page -> page);
    }

    private static Page token(String name, String role, String error) {
        return new Page(
                error.isEmpty() ? 200 : 422,
                "New token of my own",
                "",
                "profile-token.jte",
                Map.of("name", name, "role", role, "error", error, "days", TOKEN_DAYS));
    }

    private static Page zone(String zone, String error) {
        return new Page(
                error.isEmpty() ? 200 : 422,
                "My time zone",
                "",
                "profile-zone.jte",
                Map.of("zone", zone, "error", error));
    }

    /** One's own zone is the only thing of the directory's entry that everybody may change themselves. */
    private Future<PageReply> changeZone(PageCall call) {
        String typed = call.form("timeZone");
        return everybody
                .user(person(call))
                .compose(user -> user == null
                        ? Future.succeededFuture(PageReply.redirect("/profile", null))
                        : people.update(
                                        CallerRoutes.of(call, Role.VIEWER),
                                        user.id(),
                                        new UserDraft(user.name(), user.email(), typed, null, null, null, null),
                                        null)
                                .map(answer -> answer instanceof Answer.Done<User>
                                        ? PageReply.redirect("/me", "Times are shown in " + typed + " from now on.")
                                        : zone(
                                                typed,
                                                answer instanceof Answer.Invalid<User> invalid
                                                        ? invalid.fields()
                                                                        .getFirst()
                                                                        .detail() + "."
                                                        : "It was not saved. Try again.")));
    }

    private Future<PageReply> revokeToken(PageCall call) {
        return tokens.delete(CallerRoutes.of(call, Role.VIEWER), Uuids.orNone(call.path("id")), person(call))
                .map(answer -> PageReply.redirect(
                        "/profile", answer instanceof Answer.Done<UUID> ? "The token is revoked." : null));
    }

    private Future<PageReply> told(PageCall call, Outcome outcome, String flash) {
        return switch (outcome) {
            case Outcome.Refused refused ->
                page(call, 422, refused.why(), List.of(), "").map(page -> page);
            case Outcome.Done done ->
                done.codes().isEmpty()
                        ? Future.succeededFuture(PageReply.redirect("/profile", flash))
                        : page(call, 200, "", done.codes(), "").map(page -> page);
        };
    }

    private Future<Page> page(PageCall call, int status, String error, List<String> codes, String secret) {
        return queries.profile(person(call), call.principal().sessionId())
                .map(profile -> profile == null
                        ? new Page(404, "Profile", "", "profile-missing.jte", Map.of())
                        : new Page(
                                status,
                                "My account",
                                "",
                                "profile.jte",
                                Map.of(
                                        "profile", profile,
                                        "error", error,
                                        "codes", codes,
                                        "secret", secret,
                                        "days", TOKEN_DAYS,
                                        "choices", Reminders.CHOICES)));
    }

    private static Page secondFactor(PageCall call, int status, String error, String secret) {
        String uri = Totp.uri("Belfry", call.principal().name(), secret);
        return new Page(
                status,
                "Second factor",
                "",
                "second-factor.jte",
                Map.of(
                        "error", error,
                        "secret", secret,
                        "shown",
                                secret.toLowerCase(Locale.ROOT)
                                        .replaceAll("(.{4})", "$1 ")
                                        .strip(),
                        "uri", uri,
                        "qr", QrCode.of(uri)));
    }

    private static ProfileCommands.Owner owner(PageCall call) {
        return new ProfileCommands.Owner(
                CallerRoutes.of(call, Role.VIEWER),
                person(call),
                call.principal().sessionId(),
                raw(call, "password"));
    }

    /** Blanks count in a password; and nobody hashes a book. */
    private static String raw(PageCall call, String field) {
        String value = call.context().request().getFormAttribute(field);
        return value == null || value.length() > LONGEST ? "" : value;
    }

    private static UUID person(PageCall call) {
        UUID person = call.principal().userId();
        if (person == null) {
            throw new IllegalStateException("a session is always a person's");
        }
        return person;
    }
}
