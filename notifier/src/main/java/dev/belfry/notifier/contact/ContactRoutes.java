package dev.belfry.notifier.contact;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /contact-methods} and {@code /channels}: responders change their own and read those of others without addresses,
 * admins do both.
 */
public final class ContactRoutes {
    private final ContactStore store;
    private final ContactCommands commands;
    private final VerificationCommands verifications;
    private final ChannelClient channels;
    private final Function<UUID, String> names;

    /** A code as somebody types it. */
    record Answer(String code) {}

    /** What became of a message that was asked for. */
    record Result(String result, String detail, @Nullable Instant expiresAt) {
        static Result of(Outcome outcome, @Nullable Instant expiresAt) {
            return new Result(outcome instanceof Outcome.Accepted ? "sent" : "failed", outcome.detail(), expiresAt);
        }
    }

    /** A contact method as the API shows it. */
    record Shown(
            UUID id,
            UUID user,
            Channel type,
            String label,
            String address,
            @Nullable String secret,
            @Nullable String disabled,
            @Nullable Instant verifiedAt,
            Instant createdAt) {

        static Shown of(ContactMethod method, boolean whole, boolean withSecret) {
            return new Shown(
                    method.id(),
                    method.user(),
                    method.type(),
                    whole ? method.label() : method.publicLabel(),
                    whole ? method.address() : Address.masked(method.type(), method.address()),
                    withSecret ? method.secret() : null,
                    method.disabled(),
                    method.verifiedAt(),
                    method.createdAt());
        }
    }

    public ContactRoutes(
            ContactStore store,
            ContactCommands commands,
            VerificationCommands verifications,
            ChannelClient channels,
            Function<UUID, String> names) {
        this.store = store;
        this.commands = commands;
        this.verifications = verifications;
        this.channels = channels;
        this.names = names;
    }

    public void mount(Api api) {
        api.on("listContactMethods", Role.RESPONDER, this::list)
                .on("createContactMethod", Role.RESPONDER, this::create)
                .on("getContactMethod", Role.RESPONDER, this::get)
                .on("updateContactMethod", Role.RESPONDER, this::update)
                .on("deleteContactMethod", Role.RESPONDER, this::delete)
                .on("testContactMethod", Role.RESPONDER, this::test)
                .on("sendContactCode", Role.RESPONDER, this::sendCode)
                .on("confirmContactCode", Role.RESPONDER, this::confirm)
                .on("listChannels", Role.VIEWER, this::channels);
    }

    /** Whose things this request is about: the one it names, else the caller; null when neither is a person. */
    public static @Nullable UUID subject(Call call, @Nullable UUID named) {
        return named != null ? named : call.principal().userId();
    }

    /** One's own, or anybody's for an admin. */
    public static boolean mayChange(Principal principal, UUID user) {
        return user.equals(principal.userId()) || principal.role().covers(Role.ADMIN);
    }

    public static Reply notYours() {
        return Reply.problem(403, "These belong to another person; only an admin changes them.");
    }

    public static Reply whose() {
        return Reply.invalid(new Problem.Field("#/user", "must say whose: this token belongs to no person"));
    }

    private Future<Reply> list(Call call) {
        var named = call.query("user");
        var user = subject(call, named == null ? null : UUID.fromString(named));
        if (user == null) {
            return Future.succeededFuture(whose());
        }
        boolean whole = mayChange(call.principal(), user);
        return store.of(user)
                .map(methods -> Reply.list(
                        call,
                        methods.stream()
                                .map(method -> Shown.of(method, whole, false))
                                .toList(),
                        null));
    }

    private Future<Reply> create(Call call) {
        var draft = call.body(ContactDraft.class);
        var user = subject(call, draft.user());
        if (user == null) {
            return Future.succeededFuture(whose());
        }
        if (!mayChange(call.principal(), user)) {
            return Future.succeededFuture(notYours());
        }
        var problems = draft.newProblems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(Reply.invalid(problems.toArray(Problem.Field[]::new)));
        }
        return commands.add(call.newId(), user, draft)
                .map(method -> Reply.created(
                        "/api/v1/contact-methods/" + method.id(),
                        Shown.of(method, true, method.type() == Channel.WEBHOOK),
                        method.version()));
    }

    private Future<Reply> get(Call call) {
        return store.find(call.id("id"))
                .map(found -> found.map(method -> Reply.ok(
                                Shown.of(method, mayChange(call.principal(), method.user()), false), method.version()))
                        .orElse(missing()));
    }

    private Future<Reply> update(Call call) {
        var draft = call.body(ContactDraft.class);
        var problems = draft.problems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(Reply.invalid(problems.toArray(Problem.Field[]::new)));
        }
        return owned(
                call,
                method -> commands.change(method.id(), draft, call.ifMatch()).map(change -> switch (change) {
                    case ContactCommands.Change.Changed changed ->
                        Reply.ok(
                                Shown.of(changed.method(), true, false),
                                changed.method().version());
                    case ContactCommands.Change.Missing gone -> missing();
                    case ContactCommands.Change.Stale stale -> Reply.stale();
                    case ContactCommands.Change.OtherType other ->
                        Reply.invalid(new Problem.Field("#/type", "cannot be changed: add another contact method"));
                }));
    }

    private Future<Reply> delete(Call call) {
        return owned(call, method -> commands.remove(method.id()).map(done -> Reply.noContent()));
    }

    private Future<Reply> test(Call call) {
        return owned(
                call,
                method -> commands.test(method.id(), names.apply(method.user()))
                        .map(tried -> tried.map(ContactRoutes::result).orElse(missing())));
    }

    private static Reply result(Outcome outcome) {
        return Reply.ok(Result.of(outcome, null));
    }

    private Future<Reply> sendCode(Call call) {
        return owned(
                call,
                method -> verifications
                        .send(method.id(), names.apply(method.user()))
                        .map(sending -> switch (sending) {
                            case VerificationCommands.Sending.Tried tried ->
                                Reply.ok(Result.of(tried.outcome(), tried.expiresAt()));
                            case VerificationCommands.Sending.TooSoon soon -> Reply.problem(429, tooSoon(soon.left()));
                            case VerificationCommands.Sending.NotNeeded not -> Reply.conflict(not.why());
                            case VerificationCommands.Sending.Missing gone -> missing();
                        }));
    }

    /** For the API and the page alike. */
    public static String tooSoon(Duration wait) {
        return "Enough codes were sent for now. Ask for another one in " + Math.max(1, wait.toSeconds()) + " s.";
    }

    private Future<Reply> confirm(Call call) {
        var answer = call.body(Answer.class);
        return owned(
                call,
                method -> verifications.confirm(method.id(), answer.code()).map(confirmation -> switch (confirmation) {
                    case VerificationCommands.Confirmation.Verified verified ->
                        Reply.ok(
                                Shown.of(verified.method(), true, false),
                                verified.method().version());
                    case VerificationCommands.Confirmation.Wrong wrong ->
                        Reply.invalid(new Problem.Field(
                                "#/code", "is not the code that was sent; " + wrong.left() + " more tries are taken"));
                    case VerificationCommands.Confirmation.NoCode none ->
                        Reply.conflict("No code counts at the moment: ask for one with POST.");
                    case VerificationCommands.Confirmation.Missing gone -> missing();
                }));
    }

    private Future<Reply> channels(Call call) {
        return Future.succeededFuture(Reply.list(call, channels.states(), null));
    }

    private Future<Reply> owned(Call call, Function<ContactMethod, Future<Reply>> work) {
        return store.find(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            return mayChange(call.principal(), found.get().user())
                    ? work.apply(found.get())
                    : Future.succeededFuture(notYours());
        });
    }

    private static Reply missing() {
        return Reply.notFound("contact method", "/api/v1/contact-methods");
    }
}
