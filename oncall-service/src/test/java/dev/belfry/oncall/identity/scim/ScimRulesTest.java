package dev.belfry.oncall.identity.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScimRulesTest {
    private static final Set<String> KNOWN = Set.of("username", "externalid", "active");

    @Test
    void aFilterAsksForEqualValuesAllOfThem() {
        assertThat(ScimFilter.parse(null, KNOWN).equal()).isEmpty();
        assertThat(ScimFilter.parse("userName eq \"ana@example.net\"", KNOWN).of("userName"))
                .isEqualTo("ana@example.net");
        assertThat(ScimFilter.parse(
                                "urn:ietf:params:scim:schemas:core:2.0:User:USERNAME Eq \"a \\\"b\\\" and\" AND active eq true",
                                KNOWN)
                        .equal())
                .isEqualTo(Map.of("username", "a \"b\" and", "active", "true"));
        for (String bad : new String[] {
            "userName co \"ana\"",
            "userName eq ana",
            "shoeSize eq \"44\"",
            "userName eq \"a\" or active eq true",
            "userName eq \"a\" and",
            "not (active eq true)",
            "userName eq \"a\"active eq true",
            "userName eq \"" + "a".repeat(2_000) + "\""
        }) {
            assertThatThrownBy(() -> ScimFilter.parse(bad, KNOWN))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            ScimRefusal.class,
                            refusal -> assertThat(refusal.type()).isEqualTo("invalidFilter"));
        }
    }

    @Test
    void oktaReplacesWithoutAPath() {
        JsonObject before = new JsonObject("{\"userName\":\"a@example.net\",\"active\":true}");
        assertThat(patched(before, "{\"op\":\"replace\",\"value\":{\"active\":false}}"))
                .isEqualTo(new JsonObject("{\"userName\":\"a@example.net\",\"active\":false}"));
    }

    @Test
    void entraWritesWordsInCapitalsAndPathsInFull() {
        JsonObject before = new JsonObject("{\"userName\":\"a@example.net\",\"active\":true}");
        JsonObject after = patched(
                before,
                "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}",
                "{\"op\":\"Add\",\"path\":\"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName\",\"value\":\"Ana\"}",
                "{\"op\":\"Add\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"a@example.net\"}",
                "{\"op\":\"Add\",\"path\":\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\",\"value\":\"x\"}");
        assertThat(after).isEqualTo(new JsonObject("""
                        {"userName":"a@example.net","active":"False","name":{"givenName":"Ana"},
                         "emails":[{"type":"work","value":"a@example.net"}]}"""));
        assertThat(ScimUser.draft(after).active()).isFalse();
    }

    @Test
    void membersComeAndGoEachAsTheirDirectoryWritesIt() {
        JsonObject before = new JsonObject("{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}");
        assertThat(members(
                        before,
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"2\"},{\"value\":\"3\"}]}"))
                .isEqualTo("[1, 2, 3]");
        assertThat(members(before, "{\"op\":\"Add\",\"value\":{\"members\":[{\"value\":\"3\"}]}}"))
                .isEqualTo("[1, 2, 3]");
        assertThat(members(before, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"1\\\"]\"}"))
                .isEqualTo("[2]");
        assertThat(members(before, "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"2\"}]}"))
                .isEqualTo("[1]");
        assertThat(members(before, "{\"op\":\"remove\",\"path\":\"members\"}")).isEqualTo("[]");
        assertThat(members(before, "{\"op\":\"replace\",\"path\":\"members\",\"value\":[{\"value\":\"9\"}]}"))
                .isEqualTo("[9]");
    }

    @Test
    void whatCannotBeReadIsRefusedAndSaysWhy() {
        refused("{\"op\":\"move\",\"path\":\"active\"}", "invalidSyntax");
        refused("{\"op\":\"add\",\"path\":\"a[b\",\"value\":1}", "invalidPath");
        refused("{\"op\":\"remove\"}", "noTarget");
        assertThatThrownBy(() -> ScimPatch.apply(new JsonObject(), new JsonObject()))
                .isInstanceOf(ScimRefusal.class);
        assertThatThrownBy(() -> ScimUser.draft(new JsonObject("{\"userName\":\"ana\"}")))
                .hasMessageContaining("userName");
        assertThatThrownBy(() -> ScimGroup.draft(new JsonObject("{\"displayName\":\"a\",\"members\":[\"x\"]}")))
                .hasMessageContaining("member");
    }

    private static void refused(String operation, String type) {
        assertThatThrownBy(() -> patched(new JsonObject(), operation))
                .isInstanceOfSatisfying(
                        ScimRefusal.class, refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    private static String members(JsonObject before, String operation) {
        return patched(before, operation).getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList()
                .toString();
    }

    private static JsonObject patched(JsonObject before, String... operations) {
        return ScimPatch.apply(before, new JsonObject("{\"Operations\":[" + String.join(",", operations) + "]}"));
    }
}
