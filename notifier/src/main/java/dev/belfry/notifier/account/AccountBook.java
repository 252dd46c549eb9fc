package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The accounts in memory, as they stood when they were last read, and how the last call through each went. */
public final class AccountBook implements ChannelClient.Accounts {
    private final InstantSource clock;
    private final Map<UUID, Health> healths = new ConcurrentHashMap<>();
    private volatile List<ProviderAccount> all = List.of();

    /** How the last call went, as this replica knows it. */
    public record Health(boolean working, String detail, Instant at) {}

    public AccountBook(InstantSource clock) {
        this.clock = clock;
    }

    void learn(List<ProviderAccount> accounts) {
        all = List.copyOf(accounts);
        healths.keySet().retainAll(accounts.stream().map(ProviderAccount::id).toList());
    }

    @Override
    public List<Account> of(Channel channel) {
        return all.stream()
                .filter(one -> one.enabled() && one.kind().channels().contains(channel))
                .map(ProviderAccount::account)
                .toList();
    }

    /** What is wrong with one address says nothing about the account. */
    @Override
    public void note(Account account, Outcome outcome) {
        boolean ofAddress =
                outcome instanceof Outcome.Permanent permanent && permanent.fault() != Outcome.Fault.CHANNEL;
        if (!ofAddress) {
            healths.put(
                    account.id(), new Health(outcome instanceof Outcome.Accepted, outcome.detail(), clock.instant()));
        }
    }

    public @Nullable Health health(UUID account) {
        return healths.get(account);
    }
}
