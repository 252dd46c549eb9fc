package dev.belfry.incident.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.integration.EmailRule;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IntegrationTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void theKeyItselfNeverTravels() {
        var entry = new Integration(new UUID(1, 1), new UUID(2, 2), "Door", "events", KEY, 1).entry();
        assertThat(entry.keyHash()).matches("[0-9a-f]{64}").isEqualTo(RoutingKey.hash(KEY));
        assertThat(entry.toString()).doesNotContain(KEY);
        assertThat(RoutingKey.masked(KEY)).endsWith("cdef").doesNotContain("0123");
    }

    @Test
    void aKeyIsThirtyTwoHexadecimalCharactersAndAnOldOneCanBeAdopted() {
        assertThat(RoutingKey.of(new byte[16])).isEqualTo("0".repeat(32));
        assertThat(RoutingKey.adoptable("R0123456789ABCDEFGHIJ0123456789a")).isTrue();
        assertThat(RoutingKey.adoptable("short")).isFalse();
        assertThat(RoutingKey.adoptable("0123456789abcdef0123456789abcde/")).isFalse();
    }

    @Test
    void theKeyOfAnOpsgenieIntegrationCanBeAdopted() {
        assertThat(RoutingKey.adoptable("eb243592-faa2-4ba2-a551-1afdf565c889")).isTrue();
        assertThat(RoutingKey.adoptable("EB243592-FAA2-4BA2-A551-1AFDF565C889")).isTrue();
        assertThat(RoutingKey.adoptable("eb243592-faa2-4ba2-a551-1afdf565c88")).isFalse();
        assertThat(RoutingKey.adoptable("eb243592faa2-4ba2-a551-1afdf565c8891")).isFalse();
        assertThat(RoutingKey.adoptable("gb243592-faa2-4ba2-a551-1afdf565c889")).isFalse();
    }

    @Test
    void aRuleOfMailsHasAPatternThatCanBeFollowed() {
        assertThat(EmailRules.problems(List.of(
                        new EmailRule("subject", "^\\[DOWN\\] (\\S+)", "trigger", "host-$1"),
                        new EmailRule("from", "noreply@example\\.net", "ignore", null))))
                .isEmpty();
        assertThat(pointers(new EmailRule("subject", "(a", "trigger", null))).containsExactly("#/emailRules/0/pattern");
        assertThat(pointers(new EmailRule("subject", "(?<!a)b", "trigger", null)))
                .containsExactly("#/emailRules/0/pattern");
        assertThat(pointers(new EmailRule("subject", "", "trigger", null))).containsExactly("#/emailRules/0/pattern");
        assertThat(pointers(new EmailRule("subject", "a", "trigger", "$1"))).containsExactly("#/emailRules/0/dedupKey");
        assertThat(pointers(new EmailRule("to", "a", "page", null)))
                .containsExactly("#/emailRules/0/field", "#/emailRules/0/action");
        assertThat(EmailRules.problems(Collections.nCopies(51, new EmailRule("body", "a", "ignore", null))))
                .hasSize(1);
    }

    private static List<String> pointers(EmailRule rule) {
        return EmailRules.problems(List.of(rule)).stream()
                .map(problem -> problem.pointer())
                .toList();
    }
}
