package dev.belfry.incident.signal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.alert.Decided;
import dev.belfry.incident.signal.alert.Hold;
import dev.belfry.incident.signal.rule.Condition.Field;
import dev.belfry.incident.signal.rule.Condition.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulebookTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final UUID SHOP = new UUID(1, 1);
    private static final UUID BANK = new UUID(1, 2);
    private static final UUID DOOR = new UUID(2, 1);
    private static final Actions NOTHING =
            new Actions(null, null, null, null, null, null, null, null, false, null, null);

    @Test
    void theFormAndItsExpressionAgreeAboutEveryAlert() throws Language.Unreadable {
        var seed = 20261129L;
        var random = new Random(seed);
        var words = List.of("", "disk", "Disk full on db1", "db", "a\"b\\c", "warning", "prod", "é\n\tß", "x.*");
        for (var i = 0; i < 500; i++) {
            var of = new ArrayList<Condition>();
            for (var n = random.nextInt(4); n >= 0; n--) {
                var field = List.of(Field.values()).get(random.nextInt(9));
                of.add(new Condition(
                        field,
                        field == Field.LABEL ? List.of("env", "ho\"st", "none").get(random.nextInt(3)) : null,
                        List.of(Operator.values()).get(random.nextInt(7)),
                        words.get(random.nextInt(words.size()))));
            }
            if (of.stream().anyMatch(one -> one.problem() != null)) {
                continue;
            }
            var conditions = new Conditions(random.nextBoolean(), of);
            var facts = new Facts(
                    request(SHOP),
                    signal(
                            words.get(random.nextInt(words.size())),
                            List.of(AlertSeverity.values()).get(random.nextInt(4)),
                            Map.of("env", words.get(random.nextInt(words.size())), "ho\"st", "db1")));
            assertThat(Language.compile(conditions.expression()).test(facts))
                    .as("seed %d: %s", seed, conditions.expression())
                    .isEqualTo(conditions.test().test(facts));
        }
    }

    @Test
    void aConditionIsTypedAndBounded() {
        assertThat(Language.problem("severity == \"warning\" && received.getHours(\"Europe/Berlin\") < 8"))
                .isNull();
        assertThat(Language.problem("labels.exists(k, k.startsWith(\"team\")) && \"prod\" in tags"))
                .isNull();
        assertThat(Language.problem("title")).contains("expected type 'bool' but found 'string'");
        assertThat(Language.problem("title > 3")).contains("no matching overload");
        assertThat(Language.problem("tilte == \"x\"")).contains("undeclared reference", "line 1, column 1");
        assertThat(Language.problem("title ==")).contains("line 1");
        assertThat(Language.problem("x".repeat(3_000))).contains("at most 2000 characters");
        assertThat(Language.problem("true" + " && true".repeat(200))).contains("too large");
        assertThat(Language.problem("tags.all(a, tags.all(b, tags.all(c, a + b + c != \"\")))"))
                .contains("at most 2 times");
        assertThat(Language.problem("title.matches(labels[\"p\"])")).contains("written in the condition");
        assertThat(Language.problem("title.matches(\"(?=x)\")")).contains("RE2");
        assertThat(Language.problem("title.matches(\"((a{1,100}){1,100})\")")).isNotNull();
    }

    @Test
    void laterRulesSeeWhatEarlierOnesChangedAndRulesForAllComeFirst() {
        var book = Rulebook.of(
                1,
                false,
                List.of(
                        rule(1, SHOP, null, "labels[?\"team\"].orValue(\"\") == \"db\"", severity(AlertSeverity.INFO)),
                        rule(2, null, null, "title.contains(\"db1\")", labels(Map.of("team", "db"))),
                        rule(3, null, DOOR, "labels[\"team\"] == \"db\"", title("Trouble on {{host}} of {{team}}"))));
        var verdict = judge(book, SHOP, signal("db1 is slow", AlertSeverity.ERROR, Map.of("host", "db1")));
        assertThat(verdict.signal().severity()).isEqualTo(AlertSeverity.INFO);
        assertThat(verdict.signal().summary()).isEqualTo("Trouble on db1 of db");
        assertThat(verdict.signal().labels()).containsEntry("team", "db");
        assertThat(verdict.applied()).extracting(Decided.Applied::name).containsExactly("Rule 2", "Rule 3", "Rule 1");
        assertThat(verdict.considered()).isEqualTo(3);
    }

    @Test
    void namedGroupsBecomeLabelsAndDetailsWhereThereAreNone() {
        var extract = new Actions(
                List.of(new Actions.Extraction(Field.TITLE, null, "on (?P<host>[a-z0-9]+) at (?P<used>[0-9]+)%")),
                null,
                "{{host}} is at {{used}} %",
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null);
        var book = Rulebook.of(1, false, List.of(rule(1, null, null, "true", extract)));
        var said = signal("Disk on db7 at 93% now", AlertSeverity.ERROR, null);
        var verdict = judge(book, SHOP, said);
        assertThat(verdict.signal().labels()).isNull();
        assertThat(verdict.signal().details()).containsEntry("host", "db7").containsEntry("used", "93");
        assertThat(verdict.signal().summary()).isEqualTo("db7 is at 93 %");
        assertThat(verdict.signal().dedupKey())
                .as("a rule never changes which alert it is")
                .isEqualTo("key");
    }

    @Test
    void aRuleThatFailsChangesNothingAndSaysSo() {
        var book = Rulebook.of(
                1,
                false,
                List.of(
                        rule(1, null, null, "int(title) > 3", severity(AlertSeverity.INFO)),
                        rule(2, null, null, "labels[\"nothing\"] == \"x\"", severity(AlertSeverity.INFO)),
                        rule(3, null, null, "this is broken", severity(AlertSeverity.INFO))));
        var said = signal("not a number", AlertSeverity.ERROR, Map.of("env", "prod"));
        var verdict = judge(book, SHOP, said);
        assertThat(verdict.signal()).isEqualTo(said);
        assertThat(verdict.applied()).isEmpty();
        assertThat(verdict.faults()).extracting(Decided.Fault::name).containsExactly("Rule 1", "Rule 3");
        assertThat(verdict.hold(null, AlertSeverity.ERROR, T0, 1, T0)).isNull();
    }

    @Test
    void belfrysOwnAlertsPassEveryRuleAndWithoutRulesNothingIsAsked() {
        var book = Rulebook.of(1, false, List.of(rule(1, null, null, "true", suppress())));
        var said = signal("parked", AlertSeverity.CRITICAL, null);
        assertThat(book.judge(request(Service.BELFRY), said)).isNull();
        assertThat(judge(book, SHOP, said).suppress()).isNotNull();
        assertThat(Rulebook.of(1, false, List.of()).judge(request(SHOP), said)).isNull();
    }

    @Test
    void anAlertThatIsSentToAnotherServiceIsAskedOfTheRulesThere() {
        var book = Rulebook.of(
                1,
                true,
                List.of(
                        rule(1, null, null, "true", route(BANK)),
                        rule(2, SHOP, null, "true", suppress()),
                        rule(3, BANK, null, "true", severity(AlertSeverity.WARNING))));
        var verdict = judge(book, SHOP, signal("x", AlertSeverity.ERROR, null));
        assertThat(verdict.route()).isEqualTo(BANK);
        assertThat(verdict.suppress()).isNull();
        assertThat(verdict.signal().severity()).isEqualTo(AlertSeverity.WARNING);
    }

    @Test
    void whatIsCriticalDoesNotWaitAndAPauseIsNotMadeLongerByRepeats() {
        var book = Rulebook.of(1, false, List.of(rule(1, null, null, "true", pause(300))));
        var verdict = judge(book, SHOP, signal("x", AlertSeverity.ERROR, null));
        assertThat(verdict.hold(null, AlertSeverity.CRITICAL, T0, 1, T0)).isNull();
        var hold = Objects.requireNonNull(verdict.hold(null, AlertSeverity.ERROR, T0, 1, T0));
        assertThat(hold.until()).isEqualTo(T0.plusSeconds(300));
        var again = verdict.hold(hold, AlertSeverity.ERROR, T0, 1, T0.plusSeconds(200));
        assertThat(again).isEqualTo(hold);
        assertThat(verdict.hold(hold, AlertSeverity.ERROR, T0, 1, T0.plusSeconds(300)))
                .isNull();
    }

    @Test
    void aCountedAlertPagesWhenItHasFiredOftenEnoughInTime() {
        var book = Rulebook.of(1, false, List.of(rule(1, null, null, "true", threshold(3, 10))));
        var verdict = judge(book, SHOP, signal("x", AlertSeverity.ERROR, null));
        var first = Objects.requireNonNull(verdict.hold(null, AlertSeverity.ERROR, T0, 1, T0));
        assertThat(first.kind()).isEqualTo(Hold.Kind.COUNTED);
        var second = verdict.hold(first, AlertSeverity.ERROR, T0.plusSeconds(60), 1, T0);
        assertThat(Objects.requireNonNull(second).seen()).hasSize(2);
        assertThat(verdict.hold(second, AlertSeverity.ERROR, T0.plusSeconds(120), 1, T0))
                .isNull();
        var late = verdict.hold(second, AlertSeverity.ERROR, T0.plusSeconds(640), 1, T0);
        assertThat(Objects.requireNonNull(late).seen())
                .as("the first one is more than ten minutes ago")
                .hasSize(2);
        assertThat(verdict.hold(null, AlertSeverity.ERROR, T0, 1_000_000_000_000L, T0))
                .isNull();
    }

    @Test
    void whatCannotBeARuleIsRefusedByItsField() {
        assertThat(problem("", "true", suppress())).isEqualTo("name");
        assertThat(problem("x", "titel == 1", suppress())).isEqualTo("condition");
        assertThat(problem("x", "", suppress())).isEqualTo("condition");
        assertThat(problem("x", "true", NOTHING)).isEqualTo("actions");
        assertThat(problem("x", "true", pause(60))).isEqualTo("actions/pauseSeconds");
        assertThat(problem("x", "true", threshold(1, 5))).isEqualTo("actions/threshold");
        for (var pattern : Arrays.asList("(a", "(?<=x)y", "a", "((a{1,99}){1,99})", "(?P<x>" + "a".repeat(600) + ")")) {
            assertThat(problem("x", "true", extract(pattern))).as(pattern).isEqualTo("actions/extract/0/pattern");
        }
        assertThat(new Wanted("x", SHOP, DOOR, true, "true", null, suppress()).problem())
                .isNotNull();
        assertThat(problem("x", "true", suppress())).isEmpty();
    }

    private static String problem(String name, String condition, Actions actions) {
        var wrong = new Wanted(name, null, null, true, condition, null, actions).problem();
        return wrong == null ? "" : wrong.field();
    }

    private static Actions severity(AlertSeverity severity) {
        return new Actions(null, severity, null, null, null, null, null, null, false, null, null);
    }

    private static Actions labels(Map<String, String> labels) {
        return new Actions(null, null, null, null, null, null, labels, null, false, null, null);
    }

    private static Actions title(String title) {
        return new Actions(null, null, title, null, null, null, null, null, false, null, null);
    }

    private static Actions route(UUID service) {
        return new Actions(null, null, null, null, null, null, null, service, false, null, null);
    }

    private static Actions suppress() {
        return new Actions(null, null, null, null, null, null, null, null, true, null, null);
    }

    private static Actions pause(int seconds) {
        return new Actions(null, null, null, null, null, null, null, null, false, seconds, null);
    }

    private static Actions threshold(int times, int minutes) {
        return new Actions(
                null, null, null, null, null, null, null, null, false, null, new Actions.Threshold(times, minutes));
    }

    private static Actions extract(String pattern) {
        return new Actions(
                List.of(new Actions.Extraction(Field.TITLE, null, pattern)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null);
    }

    private static EventRule rule(
            int n, @Nullable UUID service, @Nullable UUID integration, String condition, Actions actions) {
        return new EventRule(
                new UUID(3, n), service, integration, n, "Rule " + n, true, null, condition, actions, 1, "Bea", T0);
    }

    private static Verdict judge(Rulebook book, UUID service, AlertSignal signal) {
        return Objects.requireNonNull(book.judge(request(service), signal));
    }

    private static AcceptedRequest request(UUID service) {
        return new AcceptedRequest(new UUID(4, 1), DOOR, service, "generic", T0, "{}", List.of());
    }

    private static AlertSignal signal(String title, AlertSeverity severity, @Nullable Map<String, String> labels) {
        return new AlertSignal(
                new UUID(5, 1),
                AlertAction.TRIGGER,
                "key",
                title,
                severity,
                "db1",
                null,
                null,
                Map.of("zone", "a"),
                List.of(),
                labels,
                null,
                "P2",
                List.of("prod"),
                null,
                null);
    }
}
