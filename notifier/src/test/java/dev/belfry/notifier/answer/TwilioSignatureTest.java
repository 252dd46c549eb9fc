package dev.belfry.notifier.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

public class TwilioSignatureTest {
    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final Map<String, String> FORM = Map.of(
            "CallSid",
            "CA1234567890ABCDE",
            "Caller",
            "+14158675309",
            "Digits",
            "1234",
            "From",
            "+14158675309",
            "To",
            "+18005551212");

    @Test
    void theVectorOfTwilioHolds() {
        assertThat(TwilioSignature.of("12345", URL, FORM)).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        assertThat(TwilioSignature.holds("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "12345", URL, FORM))
                .isTrue();
    }

    @Test
    void nothingElseHolds() {
        assertThat(TwilioSignature.holds(null, "12345", URL, FORM)).isFalse();
        assertThat(TwilioSignature.holds("", "12345", URL, FORM)).isFalse();
        assertThat(TwilioSignature.holds(TwilioSignature.of("other", URL, FORM), "12345", URL, FORM))
                .isFalse();
        assertThat(TwilioSignature.holds("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "12345", URL + "&x", FORM))
                .isFalse();
        assertThat(TwilioSignature.holds("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "", URL, FORM))
                .isFalse();
    }

    /** For the tests of the door. */
    public static String sign(String token, String url, Map<String, String> form) {
        return TwilioSignature.of(token, url, form);
    }
}
