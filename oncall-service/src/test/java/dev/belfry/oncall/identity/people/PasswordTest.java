package dev.belfry.oncall.identity.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordTest {
    @Test
    void theRightPasswordMatchesAndNoOther() {
        String hash = Password.hash("correct horse battery staple", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Password.matches("correct horse battery staple", hash)).isTrue();
        assertThat(Password.matches("correct horse battery stapler", hash)).isFalse();
        assertThat(Password.matches("", hash)).isFalse();
    }

    @Test
    void aHashOfAnotherKindMatchesNothing() {
        assertThat(Password.matches("x", "$2b$12$abc")).isFalse();
        assertThat(Password.matches("x", "")).isFalse();
    }

    @Test
    void aTokenSaysWhatItIsAndNothingElse() {
        String secret = TokenSecret.make(new Random(7));
        assertThat(secret).matches("blf_[0-9A-Za-z]{8}_[0-9A-Za-z]{40}");
        assertThat(TokenSecret.prefix(secret)).isEqualTo(secret.substring(0, 12));
        assertThat(TokenSecret.hash(secret)).matches("[0-9a-f]{64}").doesNotContain(secret);
    }
}
