package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final String BODY = "{\"title\":\"x\"}";

    private static Normalised read(Source source, String body, String... headers) {
        var node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < headers.length; i += 2) {
            node.put(headers[i], headers[i + 1]);
        }
        return source.read(Golden.incoming(Buffer.buffer(body), node), Golden.minting());
    }

    private static void isForged(Source source, Normalised read) {
        assertThat(read).isInstanceOf(Normalised.Refused.class);
        var answer = source.refused(((Normalised.Refused) read).refusal());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(String.valueOf(answer.body())).doesNotContain(Golden.KEY);
    }

    private static String sign(String text) {
        return Hmac.sign(Golden.KEY, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The example of GitHub's own documentation. */
    @Test
    void aSignatureIsGitHubsOwn() {
        assertThat(Hmac.matches(
                        "It's a Secret to Everybody",
                        "Hello, World!".getBytes(StandardCharsets.UTF_8),
                        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"))
                .isTrue();
    }

    @Test
    void gitHubsSignatureHasToBeThatOfTheBodyAsItCame() {
        var source = new GitHub();
        var form = "payload=%7B%22zen%22%3A%22x%22%7D";
        assertThat(read(source, BODY, "X-Hub-Signature-256", "sha256=" + sign(BODY)))
                .isInstanceOf(Normalised.Accepted.class);
        assertThat(read(
                        source,
                        form,
                        "X-Hub-Signature-256",
                        "sha256=" + sign(form),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "X-GitHub-Event",
                        "ping"))
                .isEqualTo(new Normalised.Accepted(Golden.KEY, List.of(), List.of()));
        isForged(source, read(source, BODY + " ", "X-Hub-Signature-256", "sha256=" + sign(BODY)));
        isForged(source, read(source, BODY, "X-Hub-Signature-256", sign(BODY)));
        isForged(source, read(source, BODY, "X-Hub-Signature-256", "sha256=é"));
    }

    @Test
    void grafanasSignatureCoversTheTimeWhereItSendsOne() {
        var source = new GrafanaWebhook();
        var name = "X-Grafana-Alerting-Signature";
        assertThat(read(source, BODY)).isInstanceOf(Normalised.Accepted.class);
        assertThat(read(source, BODY, name, sign(BODY))).isInstanceOf(Normalised.Accepted.class);
        assertThat(read(source, BODY, name, sign("1772600767:" + BODY), "X-Grafana-Alerting-Timestamp", "1772600767"))
                .isInstanceOf(Normalised.Accepted.class);
        isForged(source, read(source, BODY, name, sign(BODY), "X-Grafana-Alerting-Timestamp", "1772600767"));
        isForged(source, read(source, BODY, name, "0"));
    }

    @Test
    void gitLabsTokenHasToBeTheRoutingKey() {
        var source = new GitLab();
        assertThat(read(source, BODY)).isInstanceOf(Normalised.Accepted.class);
        assertThat(read(source, BODY, "X-Gitlab-Token", Golden.KEY)).isInstanceOf(Normalised.Accepted.class);
        isForged(source, read(source, BODY, "X-Gitlab-Token", "another"));
    }
}
