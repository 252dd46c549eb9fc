package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders say beside the obvious, and how they miswrite it. */
class SendersTest {
    private static AlertSignal alert(Source source, String body) {
        var incoming = Golden.incoming(Buffer.buffer(body), JsonNodeFactory.instance.objectNode());
        return ((Normalised.Accepted) source.read(incoming, Golden.minting()))
                .alerts()
                .getFirst();
    }

    private static String pagerDuty(String more) {
        return """
                {"routing_key":"%s","event_action":"trigger","payload":{"summary":"s","source":"x","severity":"error"%s}}""".formatted(Golden.KEY, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nagios", "icinga", "checkmk"})
    void anAcknowledgementKeepsItsAuthorAndItsComment(String format) {
        var ack = alert(Sources.of(format).orElseThrow(), """
                {"NOTIFICATIONTYPE":"ACKNOWLEDGEMENT","HOSTNAME":"db7","SERVICEDESC":"disk","SERVICESTATE":"CRITICAL",
                 "NOTIFICATIONAUTHOR":"Bea","NOTIFICATIONCOMMENT":"on it"}""");
        assertThat(ack.action()).isEqualTo(AlertAction.ACKNOWLEDGE);
        assertThat(ack.details()).containsEntry("author", "Bea").containsEntry("comment", "on it");
    }

    @Test
    void whatZabbixSaysWithAnAcknowledgementIsKept() {
        var ack = alert(new Zabbix(), """
                {"event_id":"7","value":"1","update_status":"1","update_action":"acknowledged, commented",
                 "user_fullname":"Bea","event_update_message":"on it"}""");
        assertThat(ack.action()).isEqualTo(AlertAction.ACKNOWLEDGE);
        assertThat(ack.details()).containsEntry("author", "Bea").containsEntry("comment", "on it");
    }

    @Test
    void genericJsonShowsItsMessageBesideItsSummary() {
        assertThat(alert(new GenericJson(), "{\"summary\":\"Disk\",\"message\":\"97% of /var\"}")
                        .description())
                .isEqualTo("97% of /var");
        var alone = alert(new GenericJson(), "{\"message\":\"97% of /var\"}");
        assertThat(alone.summary()).isEqualTo("97% of /var");
        assertThat(alone.description()).isNull();
    }

    @Test
    void theExtensionsOfACloudEventAreKept() {
        var event = """
                {"specversion":"1.0","id":"1","source":"/x","type":"t","partitionkey":"eu","traceparent":"00-ab","count":7,
                 "datacontenttype":"application/json","data":{"summary":"s","count":"8"}}""";
        assertThat(alert(new CloudEvents(), event).details())
                .containsEntry("partitionkey", "eu")
                .containsEntry("traceparent", "00-ab")
                .containsEntry("count", "8")
                .doesNotContainKey("datacontenttype");

        var headers = Map.of(
                "ce-id", "1", "ce-source", "/x", "ce-specversion", "1.0", "ce-type", "t", "ce-region", "K%C3%B6ln");
        var binary = new Incoming(
                "POST",
                Golden.KEY,
                null,
                Buffer.buffer("{\"summary\":\"s\"}"),
                name -> headers.getOrDefault(name, ""),
                name -> "",
                () -> headers);
        var read = (Normalised.Accepted) new CloudEvents().read(binary, Golden.minting());
        assertThat(read.alerts().getFirst().details()).containsEntry("region", "Köln");
    }

    @Test
    void theImagesOfPagerDutyBecomeLinks() {
        var images = "[{\"src\":\"https://g.example.net/a.png\",\"href\":\"https://g.example.net/\",\"alt\":\"Load\"},"
                + "{\"src\":\"https://g.example.net/b.png\"}]";
        var links = List.of(
                new AlertLink("https://g.example.net/a.png", "Load"),
                new AlertLink("https://g.example.net/", "Load"),
                new AlertLink("https://g.example.net/b.png", null));
        assertThat(alert(new PagerDutyEvents(), pagerDuty("}, \"images\":" + images + ",\"more\":{"))
                        .links())
                .isEqualTo(links);
        var v1 =
                "{\"service_key\":\"" + Golden.KEY + "\",\"event_type\":\"trigger\",\"description\":\"d\",\"contexts\":"
                        + images.replace("{\"src", "{\"type\":\"image\",\"src") + "}";
        assertThat(alert(new PagerDutyV1(), v1).links()).isEqualTo(links);
    }

    @Test
    void linksAreMendedOrKeptAsTextAndNeverDropped() {
        var read = alert(new GenericJson(), """
                {"summary":"s","links":["HTTPS://G.example.net/a b","https://g.example.net/?q=\\"x\\"",
                 " https://g.example.net/ ",{"href":"ftp://f.example.net/log","text":"Log"},"/d/abc","javascript:alert(1)"]}""");
        assertThat(read.links())
                .extracting(AlertLink::href)
                .containsExactly(
                        "https://G.example.net/a%20b", "https://g.example.net/?q=%22x%22", "https://g.example.net/");
        assertThat(read.details())
                .containsEntry("link: Log", "ftp://f.example.net/log")
                .containsEntry("link", "/d/abc")
                .containsEntry("link 2", "javascript:alert(1)");
        assertThat(alert(new PagerDutyEvents(), pagerDuty("}, \"client_url\":\"/here\",\"more\":{"))
                        .details())
                .containsEntry("link", "/here");
        var many = new StringBuilder("{\"summary\":\"s\",\"links\":[\"https://x.example.net/0\"");
        for (int i = 1; i < 25; i++) {
            many.append(",\"https://x.example.net/").append(i).append('"');
        }
        var overflown = alert(new GenericJson(), many + "]}");
        assertThat(overflown.links()).hasSize(20);
        assertThat(overflown.details()).containsEntry("link 5", "https://x.example.net/24");
    }

    @Test
    void aTagThatIsNullIsNoTag() {
        var body = "{\"message\":\"m\",\"tags\":[\"a\",null,\"b\"]}";
        var incoming = Golden.incoming(Buffer.buffer(body), JsonNodeFactory.instance.objectNode());
        var create = (OpsgenieAlerts.Asked.Create) OpsgenieAlerts.create(incoming, Golden.minting());
        assertThat(create.signal().tags()).containsExactly("a", "b");
        var more = (OpsgenieAlerts.Asked.Follow) OpsgenieAlerts.follow("POST", "tags", "", incoming);
        assertThat(more.items()).containsExactly("a", "b");
        assertThat(alert(new Elastic(), "{\"rule_id\":\"1\",\"rule_name\":\"r\",\"tags\":[null,\"x\"]}")
                        .tags())
                .doesNotContain("null");
    }

    @Test
    void timesMayComeWithoutSeconds() {
        var minute = Instant.parse("2026-03-04T05:06:00Z");
        assertThat(alert(new PagerDutyEvents(), pagerDuty(",\"timestamp\":\"2026-03-04T05:06Z\""))
                        .occurredAt())
                .isEqualTo(minute);
        assertThat(alert(new PagerDutyEvents(), pagerDuty(",\"timestamp\":\"2026-03-04T07:06+02:00\""))
                        .occurredAt())
                .isEqualTo(minute);
        var change = "{\"routing_key\":\"" + Golden.KEY
                + "\",\"payload\":{\"summary\":\"s\",\"timestamp\":\"2026-03-04T05:06Z\"}}";
        var read = (Normalised.Accepted) new PagerDutyChanges()
                .read(Golden.incoming(Buffer.buffer(change), JsonNodeFactory.instance.objectNode()), Golden.minting());
        assertThat(read.changes().getFirst().occurredAt()).isEqualTo(minute);
        var snooze = Golden.incoming(
                Buffer.buffer("{\"endTime\":\"2026-03-04T05:06Z\"}"), JsonNodeFactory.instance.objectNode());
        assertThat(((OpsgenieAlerts.Asked.Follow) OpsgenieAlerts.follow("POST", "snooze", "", snooze)).until())
                .isEqualTo(minute);
        assertThat(Timestamps.parse("2026-03-04T05:06:Z")).isNull();
        assertThat(Timestamps.parse("2026-03-04T05:6Z")).isNull();
    }

    @Test
    void anAliasIsNamedWithoutTheBlanksAtItsEnds() {
        var incoming = Golden.incoming(
                Buffer.buffer("{\"message\":\"m\",\"alias\":\" a b \"}"), JsonNodeFactory.instance.objectNode());
        var create = (OpsgenieAlerts.Asked.Create) OpsgenieAlerts.create(incoming, Golden.minting());
        assertThat(create.signal().dedupKey()).isEqualTo(OpsgenieAlerts.identifier(" a b "));
    }
}
