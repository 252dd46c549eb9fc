package dev.belfry.notifier.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The signature that Slack's own documents give as an example, and what must not hold. */
public class SlackSignatureTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String TIME = "1531420618";
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                    + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                    + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final Instant THEN = Instant.ofEpochSecond(1_531_420_618);

    /** As Slack signs. */
    public static String sign(String secret, String timestamp, String body) {
        return secret.isEmpty()
                ? "v0=" + "0".repeat(64)
                : SlackSignature.of(timestamp, secret, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void slacksOwnExampleHolds() {
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET, BODY, THEN)).isTrue();
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET, BODY, THEN.plusSeconds(300)))
                .isTrue();
    }

    @Test
    void nothingElseDoes() {
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET, BODY, THEN.plusSeconds(301)))
                .isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET, BODY, THEN.minusSeconds(301)))
                .isFalse();
        assertThat(SlackSignature.holds(null, TIME, SECRET, BODY, THEN)).isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, null, SECRET, BODY, THEN)).isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, "soon", SECRET, BODY, THEN)).isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, TIME, "", BODY, THEN)).isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET + "0", BODY, THEN))
                .isFalse();
        assertThat(SlackSignature.holds(SIGNATURE.toUpperCase(java.util.Locale.ROOT), TIME, SECRET, BODY, THEN))
                .isFalse();
        assertThat(SlackSignature.holds(SIGNATURE, TIME, SECRET, new byte[0], THEN))
                .isFalse();
    }
}
