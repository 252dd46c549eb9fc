package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.contracts.alert.AlertSignal;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetsTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static List<AlertSignal> alerts(Source source, Buffer body, String contentType) {
        var headers = JsonNodeFactory.instance.objectNode().put("Content-Type", contentType);
        return ((Normalised.Accepted) source.read(Golden.incoming(body, headers), Golden.minting())).alerts();
    }

    private static String key(Source source, byte[] body, String contentType) {
        return alerts(source, Buffer.buffer(body), contentType).getFirst().dedupKey();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void twoHostsOfALatinFormStayTwoAndAreReadable() {
        var nagios = NagiosNotification.ofNagios();
        var host = "NOTIFICATIONTYPE=PROBLEM&HOSTSTATE=DOWN&HOSTNAME=h%";
        assertThat(key(nagios, latin(host + "F6st"), FORM)).isEqualTo("höst");
        assertThat(key(nagios, latin(host + "FCst"), FORM)).isEqualTo("hüst");
        assertThat(key(nagios, latin(host + "C3%B6st"), FORM)).isEqualTo("höst");
        assertThat(key(nagios, latin(host + "F6st&SERVICEDESC=%C3%9Cbung"), FORM))
                .isEqualTo("höst/Übung");
    }

    @Test
    void theDeclaredCharsetOfAFormCounts() {
        var body = "NOTIFICATIONTYPE=PROBLEM&HOSTNAME=%EA%E8%E5%E2";
        assertThat(key(NagiosNotification.ofNagios(), latin(body), FORM + "; charset=windows-1251"))
                .isEqualTo("киев");
        assertThat(key(NagiosNotification.ofNagios(), latin(body), FORM + "; charset=nonsense"))
                .isEqualTo("êèåâ");
    }

    @Test
    void partsOfFormDataAreReadInTheirOwnCharset() {
        var body = String.join(
                "\r\n",
                "--x",
                "Content-Disposition: form-data; name=\"HOSTNAME\"",
                "",
                "h\u00f6st",
                "--x",
                "Content-Disposition: form-data; name=\"SERVICEDESC\"",
                "Content-Type: text/plain; charset=windows-1251",
                "",
                "\u00ea\u00e8",
                "--x--",
                "");
        assertThat(key(NagiosNotification.ofNagios(), latin(body), "multipart/form-data; boundary=x"))
                .isEqualTo("höst/ки");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-1, application/json",
        "ISO-8859-1, application/json; charset=iso-8859-1",
        "ISO-8859-1, application/json; charset=utf-8",
        "windows-1252, application/json; charset=\"windows-1252\"",
        "UTF-8, application/json",
        "UTF-16BE, application/json",
        "UTF-16LE, application/json",
        "UTF-16, application/json; charset=utf-16"
    })
    void jsonIsReadInTheCharsetItIsIn(String charset, String contentType) {
        var body = "{\"summary\":\"höst ist weg\",\"dedup_key\":\"höst\"}".getBytes(Charset.forName(charset));
        var read = alerts(new GenericJson(), Buffer.buffer(body), contentType).getFirst();
        assertThat(read.dedupKey()).isEqualTo("höst");
        assertThat(read.summary()).isEqualTo("höst ist weg");
        assertThat(Charsets.text(Buffer.buffer(body), contentType)).contains("höst ist weg");
    }

    /** Else the recovery, which has no such output, would be of another host. */
    @Test
    void aBadByteInOneMemberLeavesTheOthersAsTheyAre() {
        var body = Buffer.buffer("{\"dedup_key\":\"höst\",\"summary\":\"")
                .appendBytes(latin("größer"))
                .appendString("\"}");
        var read = alerts(new GenericJson(), body, "application/json").getFirst();
        assertThat(read.dedupKey()).isEqualTo("höst");
        assertThat(read.summary()).isEqualTo("größer");
    }

    @Test
    void aQueryIsReadAsAFormIs() {
        var query = QueryString.of("dedup=h%F6st&summary=%C3%BCber+alles&dedup=second&flag&%zz=1");
        assertThat(query.first("dedup")).isEqualTo("höst");
        assertThat(query.first("summary")).isEqualTo("über alles");
        assertThat(query.first("flag")).isEmpty();
        assertThat(query.encoded()).isEqualTo("?dedup=h%C3%B6st&summary=%C3%BCber%20alles&%25zz=1");
    }

    @Test
    void theDataOfACloudEventIsTextInItsOwnCharset() {
        var headers = JsonNodeFactory.instance
                .objectNode()
                .put("ce-id", "1")
                .put("ce-source", "/x")
                .put("ce-specversion", "1.0")
                .put("ce-type", "t")
                .put("Content-Type", "text/plain; charset=iso-8859-1");
        var read = new CloudEvents().read(Golden.incoming(Buffer.buffer(latin("höst")), headers), Golden.minting());
        assertThat(((Normalised.Accepted) read).alerts().getFirst().details()).containsEntry("data", "höst");
    }

    @Test
    void noByteIsLost() {
        var all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(Charsets.text(all, "")).isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
        assertThat(Charsets.text("€ 😀 \uFFFD".getBytes(StandardCharsets.UTF_8), ""))
                .isEqualTo("€ 😀 \uFFFD");
    }
}
