package dev.belfry.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.platform.access.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Entry ON_CALL = new Entry(
            "On call",
            "calendar-user",
            "/on-call",
            Role.VIEWER,
            Set.of("on-call"),
            List.of(
                    new Entry.Link("Schedules", "/on-call", Role.VIEWER, "/schedules"),
                    new Entry.Link("Board", "/on-call/board", Role.VIEWER)));

    @Test
    void theNearestPageAboveAnAddressIsMarked() {
        assertThat(ON_CALL.at("/on-call")).isEqualTo("/on-call");
        assertThat(ON_CALL.at("/on-call/cover")).isEqualTo("/on-call");
        assertThat(ON_CALL.at("/on-call/board/x")).isEqualTo("/on-call/board");
        assertThat(ON_CALL.at("/on-callous")).isEmpty();
    }

    @Test
    void aScheduleIsUnderSchedulesThoughItsAddressBeginsOtherwise() {
        assertThat(ON_CALL.at("/schedules/4711/edit")).isEqualTo("/on-call");
        assertThat(ON_CALL.at("/services")).isEmpty();
    }
}
