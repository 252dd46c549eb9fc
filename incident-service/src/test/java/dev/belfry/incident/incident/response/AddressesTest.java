package dev.belfry.incident.incident.response;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void addressesBecomeLinksAndNothingElseDoes() {
        assertThat(html("See https://a.example.com/x?a=1&b=\"2\", then (http://b.example.com)."))
                .isEqualTo(
                        "See <a href=\"https://a.example.com/x?a=1&amp;b=\" rel=\"noopener noreferrer nofollow\">"
                                + "https://a.example.com/x?a=1&amp;b=</a>\"2\", then ("
                                + "<a href=\"http://b.example.com\" rel=\"noopener noreferrer nofollow\">http://b.example.com</a>).");
        for (var plain :
                new String[] {"javascript:alert(1)", "ftp://x.example.com", "data://x", "mailto:a@example.com"}) {
            assertThat(html(plain)).isEqualTo(plain);
        }
        assertThat(html("<b>&</b>")).isEqualTo("&lt;b&gt;&amp;&lt;/b&gt;");
    }

    private static String html(String text) {
        var output = new StringOutput();
        Addresses.linked(text).writeTo(output);
        return output.toString();
    }
}
