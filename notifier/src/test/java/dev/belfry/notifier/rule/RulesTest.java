package dev.belfry.notifier.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Urgency;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.contact.ContactMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesTest {
    static final UUID ANN = new UUID(0, 1);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final ContactMethod HOOK = method(1, Channel.WEBHOOK, null);
    static final ContactMethod MAIL = method(2, Channel.EMAIL, null);
    static final ContactMethod OLD_MAIL = method(3, Channel.EMAIL, "the receiver answered 410");

    static ContactMethod method(int id, Channel type, @Nullable String disabled) {
        return new ContactMethod(
                new UUID(1, id),
                ANN,
                type,
                "m" + id,
                "ann@example.net",
                null,
                disabled,
                null,
                Duration.ZERO,
                1,
                NOON.plusSeconds(id));
    }

    static NotificationRule rule(ContactMethod method, int minutes) {
        return new NotificationRule(
                new UUID(2, minutes * 10L + method.id().getLeastSignificantBits()),
                ANN,
                Duration.ofMinutes(minutes),
                method.id(),
                null);
    }

    @Test
    void withoutARuleEveryMailIsTriedAtOnceAndThenEveryWebhook() {
        assertThat(Rules.plan(List.of(), List.of(HOOK, MAIL, OLD_MAIL), Urgency.HIGH))
                .containsExactly(new Rules.Planned(MAIL, Duration.ZERO), new Rules.Planned(HOOK, Duration.ZERO));
    }

    @Test
    void withoutARuleAnSmsWaitsAMinuteAndACallFive() {
        var sms = method(7, Channel.SMS, null);
        var call = method(8, Channel.VOICE, null);
        assertThat(Rules.plan(List.of(), List.of(call, sms, MAIL), Urgency.HIGH))
                .containsExactly(
                        new Rules.Planned(MAIL, Duration.ZERO),
                        new Rules.Planned(sms, Duration.ofMinutes(1)),
                        new Rules.Planned(call, Duration.ofMinutes(5)));
    }

    @Test
    void followsTheRulesInTheOrderOfTheirDelays() {
        assertThat(Rules.plan(List.of(rule(MAIL, 5), rule(HOOK, 0), rule(HOOK, 10)), List.of(MAIL, HOOK), Urgency.HIGH))
                .containsExactly(
                        new Rules.Planned(HOOK, Duration.ZERO),
                        new Rules.Planned(MAIL, Duration.ofMinutes(5)),
                        new Rules.Planned(HOOK, Duration.ofMinutes(10)));
    }

    @Test
    void aRuleMayBeForUrgentPagesOnlyOrForThoseThatCanWait() {
        var urgent = new NotificationRule(new UUID(2, 90), ANN, Duration.ZERO, HOOK.id(), Urgency.HIGH);
        var calm = new NotificationRule(new UUID(2, 91), ANN, Duration.ofMinutes(30), MAIL.id(), Urgency.LOW);
        var rules = List.of(urgent, calm, rule(MAIL, 5));
        var methods = List.of(MAIL, HOOK);
        assertThat(Rules.plan(rules, methods, Urgency.HIGH))
                .containsExactly(
                        new Rules.Planned(HOOK, Duration.ZERO), new Rules.Planned(MAIL, Duration.ofMinutes(5)));
        assertThat(Rules.plan(rules, methods, Urgency.LOW))
                .containsExactly(
                        new Rules.Planned(MAIL, Duration.ofMinutes(5)),
                        new Rules.Planned(MAIL, Duration.ofMinutes(30)));
        assertThat(Rules.plan(List.of(urgent), methods, Urgency.LOW)).hasSize(2);
    }

    @Test
    void rulesThatLeadNowhereDoNotSilenceAPage() {
        assertThat(Rules.plan(List.of(rule(OLD_MAIL, 5)), List.of(OLD_MAIL, MAIL), Urgency.HIGH))
                .containsExactly(new Rules.Planned(MAIL, Duration.ZERO));
    }

    @Test
    void nothingIsPlannedWhenNothingIsInUse() {
        assertThat(Rules.plan(List.of(rule(OLD_MAIL, 0)), List.of(OLD_MAIL), Urgency.HIGH))
                .isEmpty();
    }

    @Test
    void aDelayIsAtMostADay() {
        assertThat(new RuleDraft(null, "PT24H", ANN, null).parsedDelay()).isEqualTo(Duration.ofHours(24));
        assertThat(new RuleDraft(null, "PT24H1S", ANN, null).parsedDelay()).isNull();
        assertThat(new RuleDraft(null, "-PT1S", ANN, null).parsedDelay()).isNull();
        assertThat(new RuleDraft(null, "five", ANN, null).parsedDelay()).isNull();
    }
}
