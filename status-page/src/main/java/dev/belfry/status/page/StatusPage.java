package dev.belfry.status.page;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A status page.
 *
 * @param slug its address on the public port: {@code /p/SLUG}; the oldest page is also at {@code /}
 * @param domain a host name that leads straight to it
 * @param revision grows with every change of anything on it
 */
public record StatusPage(
        UUID id,
        long version,
        long revision,
        String name,
        String slug,
        @Nullable String domain,
        String timeZone,
        Instant createdAt,
        Instant updatedAt) {}
