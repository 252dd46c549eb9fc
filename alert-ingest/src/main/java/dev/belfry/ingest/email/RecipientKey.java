package dev.belfry.ingest.email;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** The routing key in an address: {@code KEY@…} or {@code anything+KEY@…}. */
final class RecipientKey {
    private RecipientKey() {}

    /**
     * What may be the key, likelier ones first; none when the address is not of the domain.
     *
     * @param domain empty for any
     */
    static List<String> of(String address, String domain) {
        var plain = address.strip();
        int at = plain.lastIndexOf('@');
        if (at <= 0 || (!domain.isEmpty() && !domain.equalsIgnoreCase(plain.substring(at + 1)))) {
            return List.of();
        }
        var local = plain.substring(0, at);
        var keys = new LinkedHashSet<String>();
        var tag = local.substring(local.lastIndexOf('+') + 1);
        keys.add(tag);
        // Some senders write addresses in capitals; keys have none.
        keys.add(tag.toLowerCase(Locale.ROOT));
        keys.add(local);
        keys.remove("");
        return List.copyOf(keys);
    }
}
