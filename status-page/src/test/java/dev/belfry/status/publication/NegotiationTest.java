package dev.belfry.status.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    @Test
    void gzipIsTakenWhereItIsNamedAndNotRefused() {
        for (var yes : List.of("gzip", "br, gzip", "gzip;q=0.1", "GZIP", "*", "br;q=1, *;q=0.5", "x-gzip")) {
            assertThat(Negotiation.takesGzip(yes)).as(yes).isTrue();
        }
        for (var no : List.of("", "br", "gzip;q=0", "gzip; q=0.000", "*, gzip;q=0", "identity", "notgzip", ";", ",")) {
            assertThat(Negotiation.takesGzip(no)).as(no).isFalse();
        }
        assertThat(Negotiation.takesGzip(null)).isFalse();
    }

    @Test
    void aTagIsFoundInAListWeakOrAsAny() {
        var tag = "\"a1\"";
        for (var yes : List.of("\"a1\"", "W/\"a1\"", "\"b\",\"a1\"", " \"b\" , W/\"a1\" ", "*")) {
            assertThat(Negotiation.has(yes, tag)).as(yes).isTrue();
        }
        for (var no : List.of("", "a1", "\"a1", "\"a1-gzip\"", "w/\"a1\"", "\"b\"")) {
            assertThat(Negotiation.has(no, tag)).as(no).isFalse();
        }
        assertThat(Negotiation.has(null, tag)).isFalse();
    }
}
