package dev.belfry.incident.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SnippetTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void theSnippetOfTheIntegrationsOwnSenderComesFirstWithTheRealAddressAndKey() {
        var snippets = Snippet.of(integration("alertmanager"), "https://in.example.net/");
        assertThat(snippets).hasSize(3);
        assertThat(snippets.getFirst().sender()).isEqualTo("Alertmanager");
        assertThat(snippets.getFirst().text())
                .contains("url: https://in.example.net/v1/webhooks/alertmanager/" + KEY)
                .contains("send_resolved: true");
        assertThat(Snippet.of(integration("events"), "http://x").getFirst().text())
                .contains("http://x/v2/enqueue")
                .contains("\"routing_key\":\"" + KEY + "\"");
    }

    @Test
    void theKeyItselfNeverTravels() {
        var entry = integration("events").entry();
        assertThat(entry.keyHash()).matches("[0-9a-f]{64}").isEqualTo(RoutingKey.hash(KEY));
        assertThat(entry.toString()).doesNotContain(KEY);
        assertThat(RoutingKey.masked(KEY)).endsWith("cdef").doesNotContain("0123");
    }

    @Test
    void aKeyIsThirtyTwoHexadecimalCharactersAndAnOldOneCanBeAdopted() {
        assertThat(RoutingKey.of(new byte[16])).isEqualTo("0".repeat(32));
        assertThat(RoutingKey.adoptable("R0123456789ABCDEFGHIJ0123456789a")).isTrue();
        assertThat(RoutingKey.adoptable("short")).isFalse();
        assertThat(RoutingKey.adoptable("0123456789abcdef0123456789abcde/")).isFalse();
    }

    private static Integration integration(String type) {
        return new Integration(new UUID(1, 1), new UUID(2, 2), "Door", type, KEY, 1);
    }
}
