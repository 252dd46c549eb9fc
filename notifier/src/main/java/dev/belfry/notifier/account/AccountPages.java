package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelState;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.contact.Address;
import dev.belfry.notifier.contact.Way;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /channels}: how each channel is doing, and the accounts at providers, for admins. */
public final class AccountPages {
    private static final String HOME = "/channels";
    private static final String GONE = "There is no such account any more.";

    private final Console console;
    private final AccountStore store;
    private final AccountCommands commands;
    private final AccountBook book;
    private final Supplier<List<ChannelState>> states;
    private final Ids ids;
    private final String outside;

    /**
     * An account with how it is doing.
     *
     * @param health null before the first call
     */
    public record Row(ProviderAccount account, AccountBook.@Nullable Health health) {}

    /** @param outside where providers reach the console */
    public AccountPages(
            Console console,
            AccountStore store,
            AccountCommands commands,
            AccountBook book,
            Supplier<List<ChannelState>> states,
            Ids ids,
            URI outside) {
        this.console = console;
        this.store = store;
        this.commands = commands;
        this.book = book;
        this.states = states;
        this.ids = ids;
        this.outside = outside.toString().replaceAll("/+$", "");
    }

    public void mount() {
        console.get(HOME, Role.ADMIN, call -> home());
        console.get("/channels/accounts/new", Role.ADMIN, call -> Future.succeededFuture(empty(call.query("kind"))));
        console.get("/channels/accounts/:id", Role.ADMIN, this::edit);
        console.post("/channels/accounts", Role.ADMIN, this::add);
        console.post("/channels/accounts/:id", Role.ADMIN, call -> known(call, account -> change(call, account)));
        console.post("/channels/accounts/:id/remove", Role.ADMIN, call -> known(call, this::remove));
        console.post("/channels/accounts/:id/test", Role.ADMIN, call -> known(call, account -> test(call, account)));
    }

    private Future<Page> home() {
        return store.all()
                .map(all -> new Page(
                        200,
                        "Channels",
                        "admin",
                        "channels.jte",
                        Map.of(
                                "states",
                                states.get(),
                                "rows",
                                all.stream()
                                        .map(one -> new Row(one, book.health(one.id())))
                                        .toList(),
                                "kinds",
                                List.of(AccountKind.values()))));
    }

    private Page empty(@Nullable String named) {
        var kind = Arrays.stream(AccountKind.values())
                .filter(one -> one.word().equals(named))
                .findFirst()
                .orElse(AccountKind.TELEGRAM);
        return form(kind, null, kind.title(), "0", true, Map.of(), Map.of());
    }

    private Future<Page> edit(PageCall call) {
        return find(call)
                .map(account -> account == null
                        ? new Page(404, "No such account", "admin", "channel-missing.jte", Map.of())
                        : form(
                                account.kind(),
                                account,
                                account.name(),
                                Integer.toString(account.position()),
                                account.enabled(),
                                account.settings(),
                                Map.of()));
    }

    private Page form(
            AccountKind kind,
            @Nullable ProviderAccount account,
            String name,
            String position,
            boolean enabled,
            Map<String, String> values,
            Map<String, String> errors) {
        Map<String, Object> params = new HashMap<>();
        params.put("kind", kind);
        params.put("id", account == null ? "" : account.id().toString());
        params.put(
                "kept",
                account == null ? List.of() : List.copyOf(account.secrets().keySet()));
        params.put("name", name);
        params.put("position", position);
        params.put("enabled", enabled);
        params.put("values", values);
        params.put("errors", errors);
        params.put("way", Way.of(first(kind)));
        params.put("answers", account == null ? Answers.NONE : answers(account));
        return new Page(
                errors.isEmpty() ? 200 : 422,
                account == null ? "Add " + kind.title() : account.name(),
                "admin",
                "channel-account.jte",
                params);
    }

    /**
     * Where a provider brings answers to.
     *
     * @param how what is to be set there
     */
    public record Answers(String title, String how, String address) {
        static final Answers NONE = new Answers("", "", "");
    }

    private Answers answers(ProviderAccount account) {
        return switch (account.kind()) {
            case TWILIO ->
                new Answers(
                        "Answers by SMS",
                        "In Twilio, set the number's webhook for incoming messages (POST) to this address. Then people"
                                + " acknowledge by answering with the four digits of a message.",
                        outside + "/answers/twilio/" + account.id() + "/sms");
            case SLACK ->
                new Answers(
                        "Buttons without Socket Mode",
                        "In your Slack app, turn on Interactivity and set the Request URL to this address. It needs the signing"
                                + " secret above, and Slack has to reach the console from outside. With an app-level token you"
                                + " need none of this.",
                        outside + "/answers/slack/" + account.id());
            default -> Answers.NONE;
        };
    }

    private static Channel first(AccountKind kind) {
        return kind.channels().stream().sorted().findFirst().orElseThrow();
    }

    private Future<PageReply> add(PageCall call) {
        AccountKind kind;
        try {
            kind = AccountKind.of(call.form("kind"));
        } catch (IllegalArgumentException unknown) {
            return refused("There is no such kind of account.");
        }
        return sent(call, kind, null, draft -> commands.add(ids.next(), draft));
    }

    private Future<PageReply> change(PageCall call, ProviderAccount account) {
        return sent(call, account.kind(), account, draft -> commands.change(account.id(), draft, null));
    }

    private Future<PageReply> sent(
            PageCall call,
            AccountKind kind,
            @Nullable ProviderAccount before,
            Function<AccountDraft, Future<AccountCommands.Change>> work) {
        Map<String, String> values = new LinkedHashMap<>();
        kind.fields().forEach(field -> values.put(field.name(), call.form("v-" + field.name())));
        var position = call.form("position");
        boolean enabled = call.form("enabled").equals("yes");
        if (!position.matches("\\d{1,4}") || Integer.parseInt(position) > 1_000) {
            return Future.succeededFuture(form(
                    kind,
                    before,
                    call.form("name"),
                    position,
                    enabled,
                    values,
                    Map.of("position", "It must be a number from 0 to 1000.")));
        }
        var draft = new AccountDraft(kind, call.form("name"), values, enabled, Integer.parseInt(position));
        return work.apply(draft).compose(change -> switch (change) {
            case AccountCommands.Change.Changed changed ->
                Future.succeededFuture(PageReply.redirect(
                        HOME + "/accounts/" + changed.account().id(),
                        changed.account().name() + " is saved. Send a test to see that it works."));
            case AccountCommands.Change.Missing gone -> refused(GONE);
            case AccountCommands.Change.Stale stale -> refused("It has changed in between. Look at it again.");
            case AccountCommands.Change.Invalid invalid ->
                Future.succeededFuture(
                        form(kind, before, draft.name(), position, enabled, values, errors(invalid.problems())));
        });
    }

    private static Map<String, String> errors(List<Problem.Field> problems) {
        Map<String, String> errors = new LinkedHashMap<>();
        problems.forEach(problem -> errors.putIfAbsent(
                problem.pointer().replaceFirst("^#/(values/)?", ""), "It " + problem.detail() + "."));
        return errors;
    }

    private Future<PageReply> remove(ProviderAccount account) {
        return commands.remove(account.id()).map(removed -> PageReply.redirect(HOME, account.name() + " is removed."));
    }

    private Future<PageReply> test(PageCall call, ProviderAccount account) {
        var back = HOME + "/accounts/" + account.id();
        var address = call.form("address");
        var channel = first(account.kind());
        var wrong = Address.problem(channel, address);
        if (wrong != null) {
            return Future.succeededFuture(PageReply.warning(
                    back,
                    Flash.Kind.REFUSED,
                    "No test was sent: " + Way.of(channel).address() + " " + wrong + "."));
        }
        return commands.test(account, channel, address, call.principal().name())
                .map(outcome -> outcome instanceof Outcome.Accepted
                        ? PageReply.redirect(back, "The test was sent: " + outcome.detail() + ".")
                        : PageReply.warning(
                                back, Flash.Kind.REFUSED, "The test was not sent: " + outcome.detail() + "."));
    }

    private Future<PageReply> known(PageCall call, Function<ProviderAccount, Future<PageReply>> work) {
        return find(call).compose(account -> account == null ? refused(GONE) : work.apply(account));
    }

    private Future<@Nullable ProviderAccount> find(PageCall call) {
        UUID id;
        try {
            id = UUID.fromString(call.path("id"));
        } catch (IllegalArgumentException none) {
            return Future.succeededFuture();
        }
        return commands.find(id).map(found -> found.orElse(null));
    }

    private static Future<PageReply> refused(String why) {
        return Future.succeededFuture(PageReply.warning(HOME, Flash.Kind.REFUSED, why));
    }
}
