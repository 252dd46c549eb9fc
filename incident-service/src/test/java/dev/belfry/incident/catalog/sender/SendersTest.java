package dev.belfry.incident.catalog.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void everySenderHasSomethingToPasteWithTheRealKeyAndNoGapLeft() {
        assertThat(Senders.all()).hasSizeGreaterThan(25);
        for (var sender : Senders.all()) {
            var filled = sender.at(URI.create("https://in.example.net/"), KEY);
            assertThat(filled.title()).as(sender.type()).isNotBlank().doesNotContain("=");
            assertThat(filled.snippets()).as(sender.type()).isNotEmpty().allSatisfy(snippet -> {
                assertThat(snippet.where()).isNotBlank();
                assertThat(snippet.text())
                        .isNotBlank()
                        .doesNotContain("{key}", "{base}", "{path}", "{scheme}", "{authority}", "example.net//");
            });
            assertThat(filled.snippets().stream().map(Snippet::text).collect(Collectors.joining()))
                    .as(sender.type())
                    .contains(KEY);
        }
    }

    @Test
    void whatTheSendersOwnMacrosAreStaysAsItIs() {
        assertThat(text("zabbix", "https://in.example.net")).contains("{EVENT.ID}");
        assertThat(text("elastic", "https://in.example.net")).contains("{{rule.id}}");
        assertThat(text("newrelic", "https://in.example.net")).contains("{{ json issueId }}");
        assertThat(text("nagios", "https://in.example.net")).contains("$SERVICEOUTPUT$");
    }

    @Test
    void anAddressBelowAPathKeepsThePath() {
        assertThat(text("prometheus", "https://example.net:8443/in/"))
                .contains("scheme: https", "path_prefix: /in/alertmanager/" + KEY, "targets: ['example.net:8443']");
        assertThat(text("alertmanager", "http://in.example.net"))
                .contains("url: http://in.example.net/v1/webhooks/alertmanager/" + KEY, "send_resolved: true");
        assertThat(Senders.curl(URI.create("http://in.example.net"), KEY))
                .startsWith("curl")
                .contains("http://in.example.net/v2/enqueue", "\"routing_key\":\"" + KEY + "\"");
    }

    private static String text(String type, String url) {
        return Senders.of(type).orElseThrow().at(URI.create(url), KEY).snippets().stream()
                .map(Snippet::text)
                .collect(Collectors.joining("\n"));
    }
}
