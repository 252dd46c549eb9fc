package dev.belfry.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void aCursorOfAnotherKindIsNone() {
        var cursor = new Cursor(Instant.parse("2026-03-01T12:00:00Z"), new UUID(5, 6));
        assertThat(Cursor.read(cursor.text())).isEqualTo(cursor);
        assertThat(Cursor.read("bm90IG91cnM")).isNull();
        assertThat(Cursor.read("%%%")).isNull();
    }
}
