package dev.belfry.notifier.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private static final String OLD = line("old", 1);
    private static final String NEW = line("new", 2);

    private static String line(String id, int seed) {
        var key = new byte[32];
        new Random(seed).nextBytes(key);
        return Keyring.line(id, key);
    }

    private static Seal seal(String keys) {
        return new Seal(Keyring.of(keys), new Random(3));
    }

    @Test
    void whatIsSealedOpensInItsPlaceAndShowsNothingOfItself() {
        var seal = seal(OLD);
        var sealed = seal.seal("ann@example.net", "address/1");
        assertThat(sealed).startsWith("sealed1:old:").doesNotContain("ann", "example");
        assertThat(seal.open(sealed, "address/1")).isEqualTo("ann@example.net");
        assertThat(seal.seal("ann@example.net", "address/1")).isNotEqualTo(sealed);
        assertThat(seal.open(seal.seal("", "address/1"), "address/1")).isEmpty();
        assertThat(seal.open(seal.seal("🔥", "address/1"), "address/1")).isEqualTo("🔥");
    }

    @Test
    void itDoesNotOpenElsewhereNorOnceItWasChanged() {
        var seal = seal(OLD);
        var sealed = seal.seal("ann@example.net", "address/1");
        assertThatThrownBy(() -> seal.open(sealed, "address/2")).isInstanceOf(IllegalStateException.class);
        for (int at : new int[] {sealed.length() - 2, sealed.indexOf(':', 12) + 20}) {
            var changed = sealed.substring(0, at) + (sealed.charAt(at) == 'A' ? 'B' : 'A') + sealed.substring(at + 1);
            assertThatThrownBy(() -> seal.open(changed, "address/1")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> seal.open("sealed1:old:AAAA", "address/1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("sealed1:old:AAAA:AAAA", "address/1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherKeyTakesOverWithoutTheTextBeingEncryptedAnew() {
        var sealed = seal(OLD).seal("+491701234567", "address/1");
        var both = seal(NEW + "\n" + OLD);
        var renewed = both.renew(sealed, "address/1");
        assertThat(renewed).startsWith(both.newest());
        assertThat(renewed.substring(renewed.lastIndexOf(':'))).isEqualTo(sealed.substring(sealed.lastIndexOf(':')));
        assertThat(seal(NEW).open(renewed, "address/1")).isEqualTo("+491701234567");
        assertThatThrownBy(() -> seal(NEW).open(sealed, "address/1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"old\"");
    }

    @Test
    void whatWasWrittenBeforeThereWereKeysIsReadAndSealed() {
        var seal = seal(OLD);
        assertThat(seal.open("ann@example.net", "address/1")).isEqualTo("ann@example.net");
        assertThat(seal.open(seal.renew("ann@example.net", "address/1"), "address/1"))
                .isEqualTo("ann@example.net");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k1", "k1:", "k1:AAAA", "k 1:%s", ":%s", "k1:%s\nk1:%s", "k1:%s?"})
    void whatIsNoKeyIsRefusedWithoutBeingRepeated(String text) {
        var key = OLD.substring(4);
        var given = text.replace("%s", key);
        assertThatThrownBy(() -> Keyring.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(key));
    }
}
