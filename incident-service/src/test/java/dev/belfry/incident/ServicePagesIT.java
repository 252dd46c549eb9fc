package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pages of services and their integrations: listed, made, changed, closed and removed in the browser. */
class ServicePagesIT {
    private static final Pattern LISTED = Pattern.compile("class=\"wide\"><a href=\"/services/([0-9a-f-]{36})\"");
    private final Stand stand = Stand.get();

    @Test
    void aServiceIsMadeChangedAndRemovedWithForms() {
        assertThat(stand.page("/services/new").body()).contains("Add service", "Day shift");
        var made = stand.form("/services", "name=Shop+front&description=What+people+see&grouping=service");
        assertThat(made.statusCode()).isEqualTo(303);
        var at = made.headers().firstValue("Location").orElseThrow().replace("/integrations", "");
        assertThat(stand.page(at).body()).contains("Shop front", "same service", "No integrations yet");

        var again = stand.form("/services", "name=Shop+front&description=typed+before");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("Another service has this name.", "id=\"name-error\"", "typed before");
        assertThat(stand.form("/services", "name=&policy=x").body())
                .contains("id=\"name-error\"", "id=\"policy-error\"");

        var policy = value(stand.page("/services/new").body(), "Night shift");
        var changed = "name=Shop+window&description=&grouping=alert&version=1&policy=" + policy;
        assertThat(stand.form(at + "/settings", changed).statusCode()).isEqualTo(303);
        assertThat(stand.page(at).body()).contains("Shop window", "Night shift", "one incident per alert");
        assertThat(stand.page("/services?policy=" + policy).body())
                .contains("Shop window", "Escalation policy Night shift", "/escalation-policies/" + policy)
                .doesNotContain("Zebra");
        var late = stand.form(at + "/settings", "name=Too+late&version=1");
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("Somebody else saved", "Too late");

        assertThat(stand.form(at + "/remove", "").headers().firstValue("Location"))
                .contains("/services");
        assertThat(stand.page(at).statusCode()).isEqualTo(404);
        assertThat(stand.page("/services/x").statusCode()).isEqualTo(404);
    }

    @Test
    void aServiceWithIntegrationsIsNotRemovedAndTheReasonIsSaid() {
        var door = stand.door("Kept", "alert");
        var at = "/services/" + door.service();
        assertThat(stand.page(at + "/settings").body()).contains("This one has 1 integration.");
        var refused = stand.form(at + "/remove", "");
        assertThat(refused.headers().firstValue("Location")).contains(at + "/settings");
        assertThat(refused.headers().firstValue("Set-Cookie").orElse("")).contains("REFUSED", "remove+them+first");
        assertThat(stand.page(at).statusCode()).isEqualTo(200);
    }

    @Test
    void theListIsSearchedAndPagedAndSaysHowEachServiceIs() {
        IntStream.range(0, 55)
                .forEach(i -> stand.post("/api/v1/services", Stand.MANAGER, Map.of("name", "Zebra%02d".formatted(i))));
        var first = stand.page("/services?q=ZEBRA").body();
        assertThat(ids(first)).hasSize(50);
        var next = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(ids(stand.page(next.group(1).replace("&amp;", "&")).body()))
                .hasSize(5)
                .doesNotContainAnyElementsOf(ids(first));
        assertThat(stand.page("/services?q=nothing+like+it").body()).contains("No service matches these filters");

        var door = stand.door("Unwell", "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        var number = stand.await(door.service(), Happened.TRIGGERED).incident().number();
        assertThat(stand.page("/services?q=unwell").body()).contains("1 triggered", "SEV1");
        assertThat(stand.page("/services/" + door.service()).body())
                .contains("1 triggered", "#" + number, "disk is bad");
        stand.form("/incidents/" + number + "/acknowledge", "");
        assertThat(stand.page("/services?q=unwell").body()).contains("1 in hand");
        stand.form("/incidents/" + number + "/resolve", "");
        assertThat(stand.page("/services/" + door.service()).body())
                .contains("No open incidents", "Recent incidents", "median");
    }

    @Test
    void anIntegrationIsAddedFromTheGalleryAndItsKeyIsShownOnce() {
        var door = stand.door("Gallery", "alert");
        var at = "/services/" + door.service() + "/integrations";
        assertThat(stand.page(at + "/new?q=zab").body()).contains("Zabbix").doesNotContain("CloudWatch");
        assertThat(stand.page(at + "/new?q=%3Cscript%3E").body()).doesNotContain("<script>&", "“<script>");
        var bad = stand.form(at, "name=Grafana&type=generic&key=too-short");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("Grafana", "32 letters and digits", "id=\"key-error\"");
        assertThat(stand.form(at, "name=x").body()).contains("Choose a sender.");
        var added = stand.form(at, "name=&type=alertmanager");
        var page =
                stand.page(added.headers().firstValue("Location").orElseThrow()).body();
        assertThat(page).contains("Alertmanager", "webhook_configs", "data-copy=\"#key\"");
        assertThat(stand.page(at).body()).contains("Alertmanager", "••••••••", "nothing received yet");
    }

    @Test
    void aKeyIsReplacedAnIntegrationIsTurnedOffOnAndRemoved() {
        var door = stand.door("Closed", "alert");
        var at = "/services/" + door.service() + "/integrations/" + door.integration();
        var before = key(door);
        assertThat(stand.form(at + "/replace-key", "").statusCode()).isEqualTo(303);
        var after = key(door);
        assertThat(after).isNotEqualTo(before);
        assertThat(genie(before)).isNotEqualTo(200);
        assertThat(genie(after)).isEqualTo(200);

        var off = stand.form(at + "/disable", "");
        assertThat(off.headers().firstValue("Set-Cookie").orElse("")).contains("enable");
        assertThat(stand.page(at).body()).contains("This integration is off.", "Turn on");
        assertThat(genie(after)).isNotEqualTo(200);
        assertThat(stand.form(at + "/test", "")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElse(""))
                .contains("REFUSED");
        stand.form(at + "/enable", "");
        assertThat(genie(after)).isEqualTo(200);

        stand.form(at + "/remove", "");
        assertThat(stand.page(at).statusCode()).isEqualTo(404);
    }

    @Test
    void aTestEventGoesThroughTheDoorOfTheSender() {
        var door = stand.door("Tested", "alert");
        var at = "/services/" + door.service() + "/integrations/" + door.integration();
        var sent = stand.formAsResponder(at + "/test", "");
        assertThat(sent.headers().firstValue("Set-Cookie").orElse("")).contains("accepted");
        assertThat(stand.ingest.asked().getString("path")).isEqualTo("/v2/enqueue");
        assertThat(stand.ingest.asked().getString("routing_key")).isEqualTo(key(door));
        stand.ingest.away(true);
        try {
            assertThat(stand.form(at + "/test", "")
                            .headers()
                            .firstValue("Set-Cookie")
                            .orElse(""))
                    .contains("REFUSED", "Nothing+was+sent");
        } finally {
            stand.ingest.away(false);
        }
    }

    @Test
    void onlyManagersChangeServicesAndNobodyByTheFormOfAnotherSite() {
        var door = stand.door("Guarded", "alert");
        var service = "/services/" + door.service();
        var integration = service + "/integrations/" + door.integration();
        for (var path : List.of(
                "/services",
                service + "/settings",
                service + "/remove",
                service + "/integrations",
                integration + "/replace-key",
                integration + "/disable",
                integration + "/enable",
                integration + "/remove")) {
            assertThat(stand.formAsResponder(path, "name=x&type=events").statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(stand.forged(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(stand.formAsViewer(integration + "/test", "").statusCode()).isEqualTo(403);
        assertThat(stand.forged(integration + "/test").statusCode()).isEqualTo(403);
        for (var path : List.of("/services/new", service + "/settings", service + "/integrations/new")) {
            assertThat(stand.pageAsResponder(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(stand.pageAsViewer(integration).body()).doesNotContain("Replace the key", "Send a test event");
        assertThat(stand.pageAsViewer(service).statusCode()).isEqualTo(200);
    }

    @Test
    void aNameIsNeverMarkup() {
        var name = "<script>alert(1)</script>" + "w".repeat(70);
        var made = stand.form("/services", "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        var at = made.headers().firstValue("Location").orElseThrow();
        for (var path : List.of(
                at,
                at.replace("/integrations", ""),
                at.replace("/integrations", "/settings"),
                at + "/new",
                "/services?q=script")) {
            assertThat(stand.page(path).body())
                    .as(path)
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>alert", " style=", " onclick=");
        }
    }

    private String key(Stand.Door door) {
        return Stand.json(stand.get("/api/v1/integrations/" + door.integration(), Stand.RESPONDER))
                .getString("routingKey");
    }

    /** Asks as a sender's client does, with this key. */
    private int genie(String key) {
        return stand.client("GET", "/v2/alerts/count", "GenieKey " + key, "").statusCode();
    }

    private static List<UUID> ids(String body) {
        return LISTED.matcher(body)
                .results()
                .map(found -> UUID.fromString(found.group(1)))
                .toList();
    }

    private static String value(String body, String option) {
        var found = Pattern.compile("value=\"([0-9a-f-]{36})\"[^>]*>" + option).matcher(body);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
