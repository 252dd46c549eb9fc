package dev.belfry.notifier.account;

import dev.belfry.notifier.channel.Account;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An account at a provider as it is kept.
 *
 * @param position where a channel has several, they are tried in this order
 */
public record ProviderAccount(
        UUID id,
        AccountKind kind,
        String name,
        Map<String, String> settings,
        Map<String, String> secrets,
        boolean enabled,
        int position,
        long version,
        Instant createdAt) {

    public Account account() {
        var values = new HashMap<>(settings);
        values.putAll(secrets);
        return new Account(id, kind.word(), name, values);
    }

    /** Never tells a secret. */
    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
