package dev.belfry.incident.incident.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password=hunter2 is set | password=[hidden] is set",
                "the token is: abc | the token is: [hidden]",
                "{\"api_key\": \"abc\", \"x\": 1} | {\"api_key\": [hidden]\", \"x\": 1}",
                "curl -H 'Authorization: Bearer abc.def-123' x | curl -H 'Authorization: [hidden]' x",
                "postgres://shop:pa55@db/shop | postgres://[hidden]@db/shop",
                "AKIAIOSFODNN7EXAMPLE leaked | [hidden] leaked",
                "key c74c1d9e96b50b834ab663301d77a270 | key [hidden]",
                "call +49 170 1234567 now | call [hidden] now",
                "ask ann.b@mail.example.net | ask [hidden]",
            })
    void whatLooksLikeASecretIsHidden(String text, String hidden) {
        assertThat(Secrets.hidden(text)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Disk 91 % full on node-3 since 14:20",
                "HTTP 502 from the acquirer, 31.4 % of requests",
                "internationalisation-of-everything is slow",
                "Version 2026.10.22-3 was deployed 12345678901234567890 times",
            })
    void whatPeopleWriteStays(String text) {
        assertThat(Secrets.hidden(text)).isEqualTo(text);
    }

    @Test
    void aTextMadeToBeSlowIsNot() {
        for (var piece : new String[] {"a@", "password", "-----BEGIN A", "+1 ", "bearer ", "://", "a.", "token:"}) {
            var text = piece.repeat(10_000);
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> Secrets.hidden(text));
        }
    }
}
