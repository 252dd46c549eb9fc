package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Happened;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The console as a responder meets it, without JavaScript. */
class ConsoleIT {
    private final Stand stand = Stand.get();

    @Test
    void nobodyIsSentToTheSignIn() {
        var page = stand.anonymous("/incidents");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location").orElse("")).startsWith("/sign-in");
        assertThat(stand.anonymous("/incidents/live").statusCode()).isEqualTo(401);
    }

    @Test
    void anIncidentIsListedReadAcknowledgedNotedAndResolved() {
        var door = stand.door("Clicked", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        var at = "/incidents/" + number;
        assertThat(stand.page("/incidents").body())
                .contains("#" + number, "disk is bad", "Clicked", "Triggered", "SEV1");
        var detail = stand.page(at).body();
        assertThat(detail).contains("#" + number + " disk is bad", "Acknowledge", "Resolve", "db1.example.com");

        var done = stand.form(at + "/acknowledge", "cycle=1");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(stand.page(at).body()).contains("Bea Example has it");
        assertThat(stand.form(at + "/notes", "text=It+is+%3Cb%3Ethe%3C%2Fb%3E+disk")
                        .statusCode())
                .isEqualTo(303);
        assertThat(stand.page(at).body()).contains("It is &lt;b&gt;the&lt;/b&gt; disk");
        assertThat(stand.form(at + "/notes", "text=").statusCode()).isEqualTo(422);
        assertThat(stand.form(at + "/notes", "text=" + "long+".repeat(1_999)).statusCode())
                .isEqualTo(303);
        stand.form(at + "/severity", "severity=sev3");
        stand.form(at + "/snooze", "duration=PT15M");
        assertThat(stand.page(at).body()).contains("Snoozed", "SEV3");
        stand.form(at + "/resolve", "");
        assertThat(stand.page(at).body()).contains("Reopen and page again");
        assertThat(stand.page("/incidents?status=open").body()).doesNotContain(">#" + number + "<");
        assertThat(stand.page("/incidents?status=resolved").body()).contains(">#" + number + "<");
        assertThat(stand.page("/incidents?status=all&seen=0").body()).contains("new — show");
    }

    @Test
    void aFormWithoutItsTokenDoesNothing() {
        var door = stand.door("Forged", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        assertThat(stand.forged("/incidents/" + number + "/resolve").statusCode())
                .isEqualTo(403);
        assertThat(stand.page("/incidents/" + number).body()).contains("Triggered");
    }

    @Test
    void aNumberThatIsNoneIsToldKindly() {
        assertThat(stand.page("/incidents/999999").statusCode()).isEqualTo(404);
        assertThat(stand.page("/incidents/abc").body()).contains("There is no such incident");
    }

    @Test
    void whatASenderSendsNeverBecomesMarkupOrAScriptLink() {
        var door = stand.door("Evil", "alert");
        var signal = new AlertSignal(
                UUID.randomUUID(),
                AlertAction.TRIGGER,
                "evil",
                "<script>alert(1)</script>",
                AlertSeverity.WARNING,
                null,
                null,
                null,
                Map.of("<img>", "\"><img src=x>"),
                List.of(
                        new AlertLink("javascript:alert(1)", "click"),
                        new AlertLink("https://x.example.com/", "graph")));
        stand.accepted(
                door.service(),
                new AcceptedRequest(
                        UUID.randomUUID(),
                        door.integration(),
                        door.service(),
                        "generic",
                        Instant.now(),
                        "{}",
                        List.of(signal)));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        var page = stand.page("/incidents/" + number);
        assertThat(page.body())
                .doesNotContain("<script>alert", "javascript:", "<img src=x")
                .contains("https://x.example.com/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
    }

    @Test
    void anIncidentIsOpenedWithAForm() {
        var door = stand.door("Formed", "alert");
        assertThat(stand.page("/incidents/new").body()).contains("Formed", "Open and page");
        var wrong = stand.form("/incidents", "service=" + door.service() + "&title=&severity=sev1");
        assertThat(wrong.statusCode()).isEqualTo(422);
        var opened = stand.form("/incidents", "service=" + door.service() + "&title=Phones+are+dead&severity=sev1");
        assertThat(opened.headers().firstValue("Location").orElse("")).matches("/incidents/\\d+");
    }

    @Test
    void noPageHasInlineScriptsOrStyles() {
        for (var path : List.of("/home", "/incidents?status=all", "/incidents/new", "/services")) {
            assertThat(stand.page(path).body())
                    .as(path)
                    .doesNotContain(" style=", " onclick=", "<style")
                    .doesNotContainPattern("<script>");
        }
    }
}
