package dev.belfry.notifier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"ann@example.net", "a+b.c@mail.example.net", "ann@bücher.example", "юзер@пример.example"})
    void takesAddressesOfMail(String address) {
        assertThat(Address.problem(Channel.EMAIL, address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@",
                "@example.net",
                "a b@example.net",
                "ann@example.net\nBcc: x@example.net",
                "a@b,c@d",
                "ann@exa\u2024mple..example",
                // 65 bytes before the @.
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.net"
            })
    void refusesWhatIsNoAddressOfMail(String address) {
        assertThat(Address.problem(Channel.EMAIL, address)).isNotNull();
    }

    /** Old software sends mail for straße.example to strasse.example, which may be somebody else's. */
    @ParameterizedTest
    @ValueSource(strings = {"ann@straße.example", "ann@οδός.example"})
    void asksForTheUnmistakableFormOfADomainThatIsWrittenInTwoWays(String address) {
        assertThat(Address.problem(Channel.EMAIL, address)).contains("xn--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.net",
                "file:///etc/passwd",
                "https://",
                "/hook",
                "https://u:p@example.net/",
                "no url"
            })
    void refusesWhatIsNoUrlOfTheWeb(String address) {
        assertThat(Address.problem(Channel.WEBHOOK, address)).isNotNull();
    }

    @Test
    void othersSeeNeitherAddressNorPath() {
        assertThat(Address.masked(Channel.EMAIL, "ann@example.net")).isEqualTo("a***@example.net");
        assertThat(Address.masked(Channel.WEBHOOK, "https://hooks.example.net/secret?x=1"))
                .isEqualTo("https://hooks.example.net/***");
        var method = new ContactMethod(
                new UUID(1, 1),
                new UUID(2, 2),
                Channel.EMAIL,
                "Work: ann@example.net",
                "ann@example.net",
                null,
                null,
                null,
                Duration.ZERO,
                1,
                Instant.EPOCH);
        assertThat(method.publicLabel()).isEqualTo("Work: a***@example.net");
    }
}
