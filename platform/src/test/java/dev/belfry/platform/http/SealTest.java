package dev.belfry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** What was answered, closed to everybody but its caller. */
class SealTest {
    private static final Buffer TEXT = Buffer.buffer("{\"token\":\"blf_secret\"}");

    private final SecureRandom random = new SecureRandom();

    @Test
    void onlyTheSameTokenAndKeyOpenIt() {
        var closed = Seal.of("token", "key").close(TEXT, random);
        assertThat(closed.toString()).doesNotContain("blf_secret");
        assertThat(Seal.of("token", "key").open(closed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> Seal.of("other", "key").open(closed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Seal.of("token", "other").open(closed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAnswerWithoutABodyIsSealedToo() {
        var seal = Seal.of("token", "key");
        assertThat(seal.open(seal.close(Buffer.buffer(), random)).length()).isZero();
    }

    @Test
    void theMarkOfARequestFollowsFromItAndFromWhoAsks() {
        assertThat(Seal.of("token", "key").mark("POST /a"))
                .isEqualTo(Seal.of("token", "key").mark("POST /a"));
        assertThat(Seal.of("token", "key").mark("POST /a"))
                .isNotEqualTo(Seal.of("other", "key").mark("POST /a"))
                .isNotEqualTo(Seal.of("token", "key").mark("POST /b"));
    }
}
