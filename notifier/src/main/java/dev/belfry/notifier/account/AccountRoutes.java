package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.contact.Address;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /provider-accounts}, for admins. Secrets go in and never come out. */
public final class AccountRoutes {
    private final AccountStore store;
    private final AccountCommands commands;
    private final AccountBook book;

    /** Where a test goes. */
    record Trial(@Nullable Channel channel, String address) {}

    record Result(String result, String detail) {}

    /** An account as the API shows it. */
    record Shown(
            UUID id,
            AccountKind kind,
            String name,
            List<Channel> channels,
            Map<String, String> values,
            List<String> secrets,
            boolean enabled,
            int position,
            @Nullable Boolean working,
            @Nullable String detail,
            @Nullable Instant usedAt,
            Instant createdAt) {}

    public AccountRoutes(AccountStore store, AccountCommands commands, AccountBook book) {
        this.store = store;
        this.commands = commands;
        this.book = book;
    }

    public void mount(Api api) {
        api.on("listProviderAccounts", Role.ADMIN, this::list)
                .on("createProviderAccount", Role.ADMIN, this::create)
                .on("getProviderAccount", Role.ADMIN, this::get)
                .on("updateProviderAccount", Role.ADMIN, this::update)
                .on("deleteProviderAccount", Role.ADMIN, this::delete)
                .on("testProviderAccount", Role.ADMIN, this::test);
    }

    private Shown shown(ProviderAccount account) {
        var health = book.health(account.id());
        return new Shown(
                account.id(),
                account.kind(),
                account.name(),
                account.kind().channels().stream().sorted().toList(),
                account.settings(),
                account.secrets().keySet().stream().sorted().toList(),
                account.enabled(),
                account.position(),
                health == null ? null : health.working(),
                health == null ? null : health.detail(),
                health == null ? null : health.at(),
                account.createdAt());
    }

    private Future<Reply> list(Call call) {
        return store.all()
                .map(all -> Reply.list(call, all.stream().map(this::shown).toList(), null));
    }

    private Future<Reply> create(Call call) {
        return commands.add(call.newId(), call.body(AccountDraft.class)).map(change -> switch (change) {
            case AccountCommands.Change.Changed made ->
                Reply.created(
                        "/api/v1/provider-accounts/" + made.account().id(),
                        shown(made.account()),
                        made.account().version());
            default -> answer(change);
        });
    }

    private Future<Reply> get(Call call) {
        return commands.find(call.id("id"))
                .map(found ->
                        found.map(one -> Reply.ok(shown(one), one.version())).orElse(missing()));
    }

    private Future<Reply> update(Call call) {
        return commands.change(call.id("id"), call.body(AccountDraft.class), call.ifMatch())
                .map(this::answer);
    }

    private Reply answer(AccountCommands.Change change) {
        return switch (change) {
            case AccountCommands.Change.Changed changed ->
                Reply.ok(shown(changed.account()), changed.account().version());
            case AccountCommands.Change.Missing gone -> missing();
            case AccountCommands.Change.Stale stale -> Reply.stale();
            case AccountCommands.Change.Invalid invalid ->
                Reply.invalid(invalid.problems().toArray(Problem.Field[]::new));
        };
    }

    private Future<Reply> delete(Call call) {
        return commands.remove(call.id("id")).map(removed -> removed ? Reply.noContent() : missing());
    }

    private Future<Reply> test(Call call) {
        var trial = call.body(Trial.class);
        return commands.find(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var kind = found.get().kind();
            var channel = Objects.requireNonNullElse(
                    trial.channel(),
                    kind.channels().stream().sorted().findFirst().orElseThrow());
            if (!kind.channels().contains(channel)) {
                return Future.succeededFuture(
                        Reply.invalid(new Problem.Field("#/channel", "is not what this account is for")));
            }
            var wrong = Address.problem(channel, trial.address());
            if (wrong != null) {
                return Future.succeededFuture(Reply.invalid(new Problem.Field("#/address", wrong)));
            }
            return commands.test(
                            found.get(),
                            channel,
                            trial.address(),
                            call.principal().name())
                    .map(outcome -> Reply.ok(
                            new Result(outcome instanceof Outcome.Accepted ? "sent" : "failed", outcome.detail())));
        });
    }

    private static Reply missing() {
        return Reply.notFound("provider account", "/api/v1/provider-accounts");
    }
}
