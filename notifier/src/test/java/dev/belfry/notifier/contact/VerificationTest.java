package dev.belfry.notifier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.contact.Verification.Judgement;
import dev.belfry.notifier.contact.Verification.SentCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How many codes go out, and which answers are taken. */
class VerificationTest {
    private static final UUID ANN = new UUID(0, 1);
    private static final byte[] KEY = {1, 2, 3};
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ContactMethod MAIL = method(1, "ann@example.net");

    private static ContactMethod method(int id, String address) {
        return new ContactMethod(
                new UUID(1, id),
                ANN,
                Channel.EMAIL,
                "Mail",
                address,
                null,
                null,
                null,
                Duration.ZERO,
                1,
                Instant.EPOCH);
    }

    private static Verification sent(String code, int tries) {
        var fresh = Verification.of(new UUID(3, 1), MAIL, code, KEY, NOON);
        return new Verification(
                fresh.id(), fresh.method(), fresh.user(), fresh.hash(), tries, fresh.sentAt(), fresh.expiresAt());
    }

    private static Judgement judge(Verification newest, ContactMethod method, String code, Instant now) {
        return Verification.judge(newest, method, code, KEY, now);
    }

    private static Instant minutes(double minutes) {
        return NOON.plusMillis((long) (minutes * 60_000));
    }

    @Test
    void aCodeIsSixDigitsAndItsHashDoesNotShowIt() {
        var random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Verification.code(random)).matches("\\d{6}");
        }
        assertThat(sent("123456", 0).hash()).hasSize(64).doesNotContain("123456");
    }

    @Test
    void theRightCodeIsTakenForTenMinutesAndFiveTries() {
        assertThat(judge(sent("123456", 0), MAIL, "123456", minutes(9.9))).isEqualTo(new Judgement.Right());
        assertThat(judge(sent("123456", 0), MAIL, "123456", minutes(10))).isEqualTo(new Judgement.NoCode());
        assertThat(judge(sent("123456", 4), MAIL, "123456", NOON)).isEqualTo(new Judgement.Right());
        assertThat(judge(sent("123456", 5), MAIL, "123456", NOON)).isEqualTo(new Judgement.NoCode());
        assertThat(judge(sent("123456", 0), MAIL, "123457", NOON)).isEqualTo(new Judgement.Wrong(4));
        assertThat(judge(sent("123456", 4), MAIL, "123457", NOON)).isEqualTo(new Judgement.Wrong(0));
        assertThat(Verification.judge(null, MAIL, "123456", KEY, NOON)).isEqualTo(new Judgement.NoCode());
    }

    @Test
    void aCodeSaysNothingAboutAnotherAddress() {
        assertThat(judge(sent("123456", 0), method(1, "bea@example.net"), "123456", NOON))
                .isEqualTo(new Judgement.Wrong(4));
    }

    @Test
    void whoAsksAgainWaits() {
        var method = MAIL.id();
        assertThat(Verification.wait(List.of(), method, NOON)).isZero();
        var once = List.of(new SentCode(method, minutes(-0.5)));
        assertThat(Verification.wait(once, method, NOON)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Verification.wait(once, new UUID(1, 2), NOON)).isZero();

        List<SentCode> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(new SentCode(method, minutes(-50 + i * 5)));
        }
        assertThat(Verification.wait(five, method, NOON)).isEqualTo(Duration.ofMinutes(10));
        assertThat(Verification.wait(five, new UUID(1, 2), NOON)).isZero();
        List<SentCode> ten = new ArrayList<>(five);
        for (int i = 0; i < 5; i++) {
            ten.add(new SentCode(new UUID(1, 2), minutes(-40 + i)));
        }
        assertThat(Verification.wait(ten, new UUID(1, 3), NOON)).isEqualTo(Duration.ofMinutes(10));
    }
}
