package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testing.Engines;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way of a newcomer to the first page. */
@ExtendWith(Engines.class)
class SetupIT {
    private static final Pattern TEST = Pattern.compile("/start\\?test=(\\d+)");

    private final Stand stand = Stand.get();

    @Test
    void theFirstStepThatIsNotDoneIsShownAndATestPageIsNoticedWhenItIsAcknowledged() {
        stand.contactStatus(0, 0);
        Stand.eventually(() -> stand.page("/start").body().contains("Nothing can page you yet"));
        assertThat(stand.page("/start").body()).contains("1. How to reach you");
        stand.contactStatus(1, 0);
        Stand.eventually(() -> stand.page("/start").body().contains("nobody has shown that it works"));
        stand.contactStatus(1, 1);
        Stand.eventually(() -> !stand.page("/start").body().contains("1. How to reach you"));

        var door = stand.door("First service", "alert");
        var sent = stand.form("/start/test", "service=" + door.service());
        assertThat(sent.statusCode()).isEqualTo(303);
        var at = TEST.matcher(sent.headers().firstValue("Location").orElse(""));
        assertThat(at.matches()).isTrue();
        var page = "/start?test=" + at.group(1);
        assertThat(stand.page(page).body()).contains("/incidents/" + at.group(1));
        assertThat(stand.page("/incidents/" + at.group(1)).body()).contains("Test page from ");
        stand.form("/incidents/" + at.group(1) + "/acknowledge", "");
        Stand.eventually(() -> stand.page(page).body().contains("You can be paged"));
    }

    @Test
    void aTestPageOfNoServiceIsRefused() {
        for (var service : new String[] {"", "no-id", "00000000-0000-7000-8000-000000000001"}) {
            var sent = stand.form("/start/test", "service=" + service);
            assertThat(sent.headers().firstValue("Location")).contains("/start");
            assertThat(sent.headers().allValues("Set-Cookie").toString()).contains("No+page+was+sent");
        }
    }
}
