package dev.belfry.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.testing.Engines;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console as a browser without JavaScript sees it. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private OncallHarness house;

    @BeforeAll
    void open() {
        house = new OncallHarness();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whoSignsInComesWhereTheyWantedToGoAndOutAgain() {
        Browser browser = new Browser(house);
        HttpResponse<?> first = browser.get("/on-call");
        assertThat(first.statusCode()).isEqualTo(303);
        HttpResponse<?> form = browser.get(first.getHeader("Location"));
        assertThat(form.bodyAsString()).contains("name=\"next\" value=\"/on-call\"");
        HttpResponse<?> in = browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/on-call");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.getHeader("Location")).isEqualTo("/on-call");
        assertThat(in.cookies().toString())
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");
        OncallHarness.eventually(() -> browser.get("/on-call").statusCode() == 200);
        assertThat(browser.get("/people").bodyAsString())
                .contains("Root Example")
                .as("the menu says by which rules local times are read")
                .containsPattern(">Time zone rules \\d{4}[a-z]<");

        String session = browser.cookie("belfry_session");
        HttpResponse<?> out = browser.post("/sign-out", "/on-call", Map.of());
        assertThat(out.getHeader("Location")).isEqualTo("/sign-in");
        Browser thief = new Browser(house);
        thief.keep("belfry_session", session);
        OncallHarness.eventually(() -> thief.get("/on-call").statusCode() == 303);
    }

    @Test
    void wrongAndUnknownAreRefusedAlike() {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        HttpResponse<?> wrong = browser.signIn(OncallHarness.ADMIN_EMAIL, "not the password", "/");
        HttpResponse<?> unknown = browser.signIn("nobody@example.net", "not the password", "/");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.bodyAsString().replace("nobody@example.net", ""))
                .isEqualTo(wrong.bodyAsString().replace(OncallHarness.ADMIN_EMAIL, ""));
        assertThat(browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "//evil.example")
                        .getHeader("Location"))
                .isEqualTo("/");
    }

    @Test
    void guessingIsSlowedDown() {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        for (int i = 0; i < 10; i++) {
            assertThat(browser.signIn("victim@example.net", "guess " + i, "/").statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<?> tooMany = browser.signIn("Victim@example.net", "guess", "/");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.getHeader("Retry-After")).isNotNull();
    }

    @Test
    void whoGuessesLocksOutNobodyElse() {
        Browser stranger = new Browser(house).from("203.0.113.9");
        stranger.get("/sign-in");
        for (int i = 0; i < 10; i++) {
            assertThat(stranger.signIn(OncallHarness.ADMIN_EMAIL, "guess " + i, "/")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(stranger.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/")
                        .statusCode())
                .isEqualTo(429);

        Browser person = new Browser(house).from("198.51.100.7");
        person.get("/sign-in");
        assertThat(person.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void aFormFromElsewhereIsRefused() {
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("email", OncallHarness.ADMIN_EMAIL)
                .add("password", OncallHarness.PASSWORD)
                .add("csrf", "0".repeat(32));
        assertThat(browser.send("/sign-in", form).statusCode()).isEqualTo(403);
    }

    @Test
    void policiesAndTheirSimulationShowWhomTheyPage() {
        UUID ana = house.user("Ana <Example>");
        UUID schedule = house.schedule(ana);
        UUID policy = house.policy(2, OncallHarness.step("PT5M", OncallHarness.target("schedule", schedule)));
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/");
        OncallHarness.eventually(() -> browser.get("/on-call").statusCode() == 200);
        assertThat(browser.get("/escalation-policies/" + policy).bodyAsString())
                .contains("after 5 min")
                .contains("2 more times");
        String simulation = "/escalation-policies/" + policy + "/simulation";
        assertThat(browser.get(simulation + "?severity=sev2&at=2026-03-02T10:00")
                        .bodyAsString())
                .contains("Ana &lt;Example&gt;")
                .contains("2026-03-02 10:05:00 UTC")
                .contains("Escalation exhausted")
                .doesNotContain("style=");
        assertThat(browser.get(simulation + "?at=soon").statusCode()).isEqualTo(422);
        assertThat(browser.get("/escalation-policies/" + UUID.randomUUID() + "/simulation")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anEscalationTellsWhomItAskedAndAsksTheNextStepByHand() {
        UUID ana = house.user("Ana <Example>");
        UUID bea = house.user("Bea Example");
        UUID policy = house.policy(
                1,
                OncallHarness.step("PT1H"),
                OncallHarness.step("PT1H", OncallHarness.target("user", ana)),
                OncallHarness.step("PT2H", OncallHarness.target("user", bea)));
        UUID incident = UUID.randomUUID();
        house.tell(Happened.TRIGGERED, 1, OncallHarness.incident(incident, 1, IncidentStatus.TRIGGERED, policy));
        OncallHarness.eventually(() -> house.pages(incident).size() == 1);
        Browser browser = new Browser(house);
        browser.get("/sign-in");
        browser.signIn(OncallHarness.ADMIN_EMAIL, OncallHarness.PASSWORD, "/");
        String latest = "/escalations?incident=" + incident;
        OncallHarness.eventually(() -> browser.get(latest).statusCode() == 200);
        String page = browser.get(latest).bodyAsString();
        assertThat(page)
                .contains("Escalation of #1042")
                .contains("Step 2")
                .contains("Ana &lt;Example&gt;")
                .contains("Step 1 was skipped: nobody was on call")
                .contains("Bea Example")
                .contains("repeat 1")
                .contains("Escalation exhausted")
                .doesNotContain("style=")
                .doesNotContain("Ana <Example>");
        assertThat(browser.get("/escalations/due?incident=nonsense&incident=" + incident)
                        .bodyAsString())
                .contains("id=\"due-" + incident + "\"", "hx-swap-oob=\"true\"", "data-due=");
        assertThat(browser.get("/escalations/due?incident=" + UUID.randomUUID()).bodyAsString())
                .contains("None of these incidents");
        String strip = "/escalations/ladder?incident=";
        assertThat(browser.get(strip + incident).bodyAsString())
                .contains("Paging Ana &lt;Example&gt;", "class=\"now\"", "Step 3", "class=\"later\"", "data-due=")
                .doesNotContain("style=");
        for (String unknown : List.of(UUID.randomUUID().toString(), "soon", "")) {
            HttpResponse<?> nothing = browser.get(strip + unknown);
            assertThat(nothing.statusCode()).isEqualTo(200);
            assertThat(nothing.bodyAsString()).contains("id=\"ladder\"").doesNotContain("<li class=\"now\"");
        }
        Matcher id = Pattern.compile("/escalations/([0-9a-f-]{36})/escalate").matcher(page);
        assertThat(id.find()).isTrue();
        String path = "/escalations/" + id.group(1);
        assertThat(browser.post(path + "/escalate", path, Map.of("why", "Ana is on a plane"))
                        .statusCode())
                .isEqualTo(303);
        OncallHarness.eventually(() -> house.pages(incident).size() == 2);
        assertThat(browser.get(path).bodyAsString())
                .contains("Root Example asked for the next step now: Ana is on a plane")
                .contains("Step 3");
        assertThat(browser.post(path + "/restart", path, Map.of()).statusCode()).isEqualTo(303);
        OncallHarness.eventually(() -> house.pages(incident).size() == 3);

        house.tell(Happened.ACKNOWLEDGED, 2, OncallHarness.incident(incident, 1, IncidentStatus.ACKNOWLEDGED, policy));
        OncallHarness.eventually(() -> browser.get(path).bodyAsString().contains("It has stopped"));
        assertThat(browser.get(strip + incident).bodyAsString())
                .contains("class=\"done\"")
                .doesNotContain("class=\"now\"", "class=\"later\"");
        assertThat(browser.get(path).bodyAsString())
                .contains("Ask the next step now", "The person who acknowledged keeps the incident")
                .doesNotContain("Begin anew at step 1");
        assertThat(browser.post(path + "/escalate", path, Map.of("why", "I need help"))
                        .statusCode())
                .isEqualTo(303);
        OncallHarness.eventually(() -> house.pages(incident).size() == 4);
        assertThat(browser.post(path + "/restart", path, Map.of()).statusCode()).isEqualTo(409);

        house.tell(Happened.RESOLVED, 3, OncallHarness.incident(incident, 1, IncidentStatus.RESOLVED, policy));
        OncallHarness.eventually(() -> !browser.get(path).bodyAsString().contains("Ask the next step now"));
        HttpResponse<?> late = browser.post(path + "/escalate", "/people", Map.of());
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.bodyAsString()).contains("the incident is resolved");
        for (String nowhere : List.of("/escalations", "/escalations/soon", "/escalations/" + UUID.randomUUID())) {
            assertThat(browser.get(nowhere).statusCode()).isEqualTo(404);
        }
    }
}
