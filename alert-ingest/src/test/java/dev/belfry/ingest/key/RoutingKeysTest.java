package dev.belfry.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.id.Sha256;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingKeysTest {
    private static final IntegrationEntry OLD = entry(1, "old-key");
    private static final IntegrationEntry KEPT = entry(2, "kept-key");

    private static IntegrationEntry entry(int id, String key) {
        return new IntegrationEntry(new UUID(0, id), new UUID(1, 1), "i" + id, "generic", Sha256.hex(key));
    }

    private static Event said(IntegrationEntry entry, @Nullable IntegrationEntry data) {
        return new Event(
                Topics.INTEGRATIONS.name(),
                0,
                0,
                entry.id().toString(),
                new UUID(2, 2),
                IntegrationEntry.TYPE,
                null,
                Instant.EPOCH,
                Duration.ZERO,
                data == null ? Buffer.buffer() : Buffer.buffer(Json.bytes(data)));
    }

    private static RoutingKeys recalled() {
        var before = new RoutingKeys();
        before.learn(said(OLD, OLD));
        before.learn(said(KEPT, KEPT));
        var keys = new RoutingKeys();
        keys.recall(before.snapshot());
        return keys;
    }

    @Test
    void whatTheTopicDoesNotHoldAnyMoreIsForgottenOnceAllOfItWasRead() {
        var keys = recalled();
        assertThat(keys.find("old-key")).isEqualTo(OLD);
        keys.learn(said(KEPT, KEPT));
        keys.confirm();
        assertThat(keys.find("kept-key")).isEqualTo(KEPT);
        assertThat(keys.find("old-key")).isNull();
    }

    @Test
    void anEmptiedTopicClosesNoDoorBeforeItsOwnerHasFilledItAgain() {
        var keys = recalled();
        keys.confirm();
        assertThat(keys.find("old-key")).isEqualTo(OLD);
        keys.learn(said(OLD, null));
        assertThat(keys.find("old-key")).isNull();
        assertThat(keys.find("kept-key")).isEqualTo(KEPT);
    }
}
