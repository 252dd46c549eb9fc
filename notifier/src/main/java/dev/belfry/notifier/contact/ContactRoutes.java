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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /contact-methods} and {@code /channels}: one's own for responders, those of others for admins. */
public final class ContactRoutes {
    private final ContactStore store;
    private final ContactCommands commands;
    private final ChannelClient channels;
    private final Function<UUID, String> names;

    /** A contact method as the API shows it. */
    record Shown(
            UUID id,
            UUID user,
            Channel type,
            String label,
            String address,
            @Nullable String secret,
            @Nullable String disabled,
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
                    method.createdAt());
        }
    }

    public ContactRoutes(
            ContactStore store, ContactCommands commands, ChannelClient channels, Function<UUID, String> names) {
        this.store = store;
        this.commands = commands;
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
        var problems = draft.problems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(Reply.invalid(problems.toArray(Problem.Field[]::new)));
        }
        return commands.add(call.newId(), user, draft)
                .map(method -> Reply.created(
                        "/api/v1/contact-methods/" + method.id(), Shown.of(method, true, true), method.version()));
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
        var result = outcome instanceof Outcome.Accepted ? "sent" : "failed";
        return Reply.ok(Map.of("result", result, "detail", outcome.detail()));
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
        return Reply.notFound("There is no such contact method.");
    }
}
