package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.testing.Engines;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands over and beside every page: whether I am on call and can be reached, the search, my colours. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BarIT {
    private OncallHarness house;
    private Browser browser;
    private UUID me;

    @BeforeAll
    void open() {
        house = new OncallHarness();
        browser = signedIn();
        me = UUID.fromString(house.items("/api/v1/users").stream()
                .filter(user -> user.getString("email").equals(OncallHarness.ADMIN_EMAIL))
                .findFirst()
                .orElseThrow()
                .getString("id"));
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Browser signedIn() {
        var one = new Browser(house);
        one.get("/sign-in");
        one.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/");
        eventually(() -> one.get("/people").statusCode() == 200);
        return one;
    }

    private String bar() {
        return browser.get("/on-call/me").bodyAsString();
    }

    @Test
    void theBarSaysThatPagesCannotReachMeUntilIHaveAContactMethodAndHowLongIAmOnCall() {
        assertThat(bar()).contains("You are not on call", "reach you yet", "href=\"/me\"");
        house.publish(
                Topics.DIRECTORY.name(),
                "contact-status:" + me,
                ContactStatusEntry.TYPE,
                new ContactStatusEntry(me, 1, 1));
        eventually(() -> !bar().contains("reach you yet"));
        house.schedule(house.user("Ana Example"));
        assertThat(bar()).as("nobody but Ana is on call").contains("You are not on call");
        house.schedule(me);
        assertThat(bar())
                .as("alone in the rota: for as long as anybody can see")
                .contains("<span>On call</span>");
    }

    @Test
    void theSearchFindsPeopleTeamsSchedulesAndPoliciesByAPartOfTheirName() {
        var ines = house.user("Inés <b>Quill");
        var schedule = house.schedule(ines);
        assertThat(browser.get("/on-call/search?q=QUILL").bodyAsString())
                .contains("href=\"/people/" + ines + "\"", "Inés &lt;b&gt;Quill")
                .doesNotContain("<b>Quill");
        assertThat(browser.get("/on-call/search?q=%40quill").bodyAsString()).contains("/people/" + ines);
        assertThat(browser.get("/on-call/search?q=schedule").bodyAsString()).contains("/schedules/" + schedule);
        assertThat(browser.get("/on-call/search?q=%25").bodyAsString())
                .contains("No person, team, schedule or escalation policy has “%” in its name");
        assertThat(browser.get("/on-call/search?q=" + "x".repeat(300)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theColoursThatAPersonChoseAreThereWhereverTheySignIn() {
        assertThat(browser.get("/profile").bodyAsString()).contains("data-theme-chosen=\"system\"");
        assertThat(browser.post("/profile/theme", "/profile", Map.of("theme", "purple"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post("/profile/theme", "/profile", Map.of("theme", "dark"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.get("/profile").bodyAsString())
                .contains("data-theme-chosen=\"dark\"", "data-theme=\"dark\"");
        assertThat(signedIn().get("/profile").bodyAsString()).contains("data-theme-chosen=\"dark\"");
    }
}
