package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.incident.Happened;
import io.vertx.sqlclient.Tuple;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
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
    void whyPagedOffersOtherTimesWhereAPolicyPagedAndNoneWhereNoneDid() {
        var door = stand.door("Other times", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        var why = "/incidents/" + opened.number() + "/why";
        assertThat(stand.page(why).body()).doesNotContain("At another time");
        var policy = UUID.randomUUID();
        stand.host
                .database()
                .query(
                        "update incident set escalation_policy = $2, title = repeat('long', 256) where id = $1",
                        Tuple.of(opened.id(), policy))
                .await();
        var noon = ZonedDateTime.ofInstant(opened.createdAt(), ZoneId.of("Europe/Berlin"))
                .with(TemporalAdjusters.next(DayOfWeek.SATURDAY))
                .with(LocalTime.NOON)
                .withZoneSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
        assertThat(stand.page(why).body())
                .contains(
                        "At another time",
                        "action=\"/escalation-policies/" + policy + "/simulation\"",
                        "/escalation-policies/" + policy + "/simulation?severity=sev1&at=" + noon)
                .containsPattern("class=\"clamp\" href=\"/incidents/" + opened.number() + "\">#\\d+ longlong");
    }

    @Test
    void aResolveIsTakenBackWithoutPagingAnybodyAgain() {
        var door = stand.door("Taken back", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var opened = stand.await(door.service(), Happened.TRIGGERED).incident();
        var at = "/incidents/" + opened.number();
        var resolved = stand.form(at + "/resolve", "");
        assertThat(undo(resolved)).contains(at + "/undo?version=2");
        assertThat(stand.page(at).body()).contains("none of 1 firing");

        stand.form(at + "/undo?version=2", "");
        assertThat(stand.page(at).body())
                .contains("Bea Example has it", "Resolve taken back by Bea Example", "1 firing", "Firing");
        Stand.eventually(() -> stand.eventsOf(door.service()).size() == 3);
        var back = stand.eventsOf(door.service()).getLast();
        assertThat(back.happened()).isEqualTo(Happened.ACKNOWLEDGED);
        assertThat(back.incident().cycle())
                .as("no new cycle, so nobody is paged")
                .isEqualTo(1);

        stand.form(at + "/resolve", "");
        stand.form(at + "/notes", "text=It+is+over");
        assertThat(flash(stand.form(at + "/undo?version=4", ""))).contains("REFUSED", "something+else+has+happened");
        assertThat(stand.page(at).body()).contains("Reopen and page again");
        assertThat(stand.forged(at + "/undo?version=5").statusCode()).isEqualTo(403);
        assertThat(stand.formAsViewer(at + "/undo?version=5", "").statusCode()).isEqualTo(403);
    }

    @Test
    void anAcknowledgeIsTakenBackAndPagingGoesOn() {
        var door = stand.door("Not mine", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        var at = "/incidents/" + number;
        assertThat(undo(stand.form(at + "/acknowledge", "cycle=1"))).contains(at + "/undo?version=2");
        stand.form(at + "/undo?version=2", "");
        assertThat(stand.page(at).body()).contains("Triggered", "Acknowledge taken back by Bea Example");
    }

    @Test
    void timesInTheTimelineAreThoseOfTheReadersClock() {
        var door = stand.door("Clocks", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var at = "/incidents/"
                + stand.await(door.service(), Happened.TRIGGERED).incident().number();
        stand.form(at + "/snooze", "duration=PT15M");
        assertThat(stand.page(at).body())
                .containsPattern("Snoozed by Bea Example until (\\w{3} )?\\d\\d:\\d\\d\\s")
                .doesNotContainPattern("until \\d{4}-\\d\\d-\\d\\dT");
    }

    private static String flash(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElse("");
    }

    /** The path that the Undo of an answer's message posts to. */
    private static String undo(HttpResponse<String> answer) {
        return URLDecoder.decode(flash(answer), StandardCharsets.UTF_8);
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
        assertThat(stand.page("/incidents/new").body())
                .contains("Formed", "Open incident", "page the escalation policy");
        var wrong = stand.form("/incidents", "service=" + door.service() + "&title=&severity=sev1");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("id=\"title-error\"", "Nobody was paged")
                .doesNotContain("id=\"service-error\"");
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
