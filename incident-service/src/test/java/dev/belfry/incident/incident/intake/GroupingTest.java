package dev.belfry.incident.incident.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.Dependencies;
import dev.belfry.incident.catalog.service.Ending;
import dev.belfry.incident.catalog.service.GroupRule;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.NoiseRule;
import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.catalog.service.UrgencyRule;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.storm.Storm;
import dev.belfry.incident.incident.timeline.Entry;
import dev.belfry.incident.signal.alert.Alert;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.Heard;
import dev.belfry.incident.signal.alert.Silenced;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private static final Instant T0 = Instant.parse("2026-03-01T03:00:00Z");
    private static final UUID DOOR = new UUID(9, 9);
    private static final GroupRule.Window ROLLING = new GroupRule.Window(true, Duration.ofMinutes(5));
    private static final GroupRule.Window FIXED = new GroupRule.Window(false, Duration.ofMinutes(5));

    private final AtomicLong ids = new AtomicLong();
    private final Map<UUID, Storm> storms = new HashMap<>();
    private final Map<AlertKey, Alert> alerts = new HashMap<>();
    private final Map<UUID, Held> incidents = new LinkedHashMap<>();

    @Test
    void alertsWithTheSameFieldsShareAnIncidentAndOthersDoNot() {
        var service = service(Grouping.FIELDS, List.of("cluster", "severity"), null);
        fire(service, 0, "a", Map.of("cluster", "eu"));
        fire(service, 1, "b", Map.of("cluster", "eu", "pod", "7"));
        fire(service, 2, "c", Map.of("cluster", "us"));
        assertThat(counts()).containsExactly(2, 1);
    }

    @Test
    void anAlertThatHasNoneOfTheFieldsIsAlone() {
        var service = service(Grouping.FIELDS, List.of("cluster", "component"), null);
        fire(service, 0, "a", Map.of());
        fire(service, 1, "b", Map.of());
        assertThat(counts()).containsExactly(1, 1);
    }

    @Test
    void neitherNamesNorValuesOfFieldsRunIntoEachOther() {
        var service = service(Grouping.FIELDS, List.of("a", "b"), null);
        fire(service, 0, "one", Map.of("a", "1", "b", "2"));
        fire(service, 1, "two", Map.of("a", "12"));
        fire(service, 2, "three", Map.of("b", "12"));
        assertThat(counts()).containsExactly(1, 1, 1);
    }

    @Test
    void whatWasHeldBackHasTheGroupThatItWouldHaveHadAtOnce() {
        var service = service(Grouping.FIELDS, List.of("cluster", "title", "source"), null);
        var signal = signal("a", AlertAction.TRIGGER, Map.of("cluster", "eu"));
        var alert = Alert.begun(nextId(), service.id(), new Heard(request(service, 0, signal), signal));
        var held = new Silenced(
                alert, signal.summary(), null, null, null, Map.of("cluster", "eu", "summary", "a is bad"), false);
        assertThat(GroupKey.of(service, held)).isEqualTo(GroupKey.of(service, alert.key(), signal));
    }

    @Test
    void aRollingWindowBeginsAnewWithEachAlertThatJoinsAndTheNextOneAfterItOpensAnotherIncident() {
        var service = service(Grouping.SERVICE, List.of(), ROLLING);
        fire(service, 0, "a", Map.of());
        fire(service, 4, "b", Map.of());
        fire(service, 8, "c", Map.of());
        assertThat(counts()).containsExactly(3);
        fire(service, 14, "d", Map.of());
        assertThat(counts()).containsExactly(3, 1);
        fire(service, 15, "e", Map.of());
        assertThat(counts()).as("the group goes on with the newer one").containsExactly(3, 2);
        resolve(service, 16, "a");
        assertThat(incidents.values()).extracting(Held::openAlerts).containsExactly(2, 2);
    }

    @Test
    void aRollingWindowEndsAfterADay() {
        var service = service(Grouping.SERVICE, List.of(), new GroupRule.Window(true, Duration.ofHours(20)));
        fire(service, 0, "a", Map.of());
        fire(service, 60 * 19, "b", Map.of());
        fire(service, 60 * 24 + 1, "c", Map.of());
        assertThat(counts()).containsExactly(2, 1);
    }

    @Test
    void aFixedWindowCountsFromTheFirstAlert() {
        var service = service(Grouping.SERVICE, List.of(), FIXED);
        fire(service, 0, "a", Map.of());
        fire(service, 4, "b", Map.of());
        fire(service, 6, "c", Map.of());
        assertThat(counts()).containsExactly(2, 1);
    }

    @Test
    void aRepeatOfWhatFiresOpensNothingHoweverLateItComes() {
        var service = service(Grouping.SERVICE, List.of(), FIXED);
        fire(service, 0, "a", Map.of());
        fire(service, 600, "a", Map.of());
        assertThat(counts()).containsExactly(1);
    }

    @Test
    void whatComesBackSoonSaysHowOftenItHasComeAndSinceWhen() {
        var service = service(Grouping.ALERT, List.of(), null);
        fire(service, 0, "a", Map.of());
        resolve(service, 2, "a");
        fire(service, 5, "a", Map.of());
        resolve(service, 7, "a");
        var told = fire(service, 9, "a", Map.of());
        var third = newest();
        assertThat(Objects.requireNonNull(third.recurrence()).times()).isEqualTo(3);
        assertThat(third.recurrence().since()).isEqualTo(T0);
        assertThat(told.moves().getFirst().told())
                .isEqualTo("Opened by Door: the third time since " + T0 + ", last #2");
        resolve(service, 10, "a");
        fire(service, 21, "a", Map.of());
        assertThat(newest().recurrence())
                .as("later than ten minutes it is something new")
                .isNull();
    }

    @Test
    void aResolveThatIsHeldBackEndsNothingAndWhatFiresAgainKeepsTheIncidentOpen() {
        var service = new Service(
                new UUID(1, 1),
                "Shop",
                "",
                null,
                GroupRule.of(Grouping.ALERT),
                new Ending(Duration.ofMinutes(3), null),
                Profile.NONE,
                Dependencies.NONE,
                UrgencyRule.USUAL,
                NoiseRule.NONE,
                1);
        fire(service, 0, "a", Map.of());
        resolve(service, 1, "a");
        var held = List.copyOf(incidents.values()).getLast();
        assertThat(held.incident().open()).isTrue();
        assertThat(held.resolvesAt()).isEqualTo(T0.plus(Duration.ofMinutes(4)));
        fire(service, 2, "a", Map.of());
        assertThat(counts()).containsExactly(2);
        assertThat(List.copyOf(incidents.values()).getLast().resolvesAt()).isNull();
    }

    @Test
    void whatFiresAndResolvesAgainAndAgainPagesNoMoreAndKeepsItsIncidentOpenUntilItIsQuiet() {
        var service = noisy(new NoiseRule(4, 15, 0));
        fire(service, 0, "a", Map.of());
        resolve(service, 1, "a");
        assertThat(newest().open()).isFalse();
        fire(service, 2, "a", Map.of());
        var fourth = resolve(service, 3, "a");
        assertThat(fourth.moves()).as("it stays open").isEmpty();
        assertThat(fourth.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text())
                        .startsWith("Flapping: \"a is bad\" has fired or resolved 4 times within 15 minutes"));
        assertThat(last().resolvesAt()).isEqualTo(T0.plus(Duration.ofMinutes(18)));
        var again = fire(service, 10, "a", Map.of());
        assertThat(again.opened()).isZero();
        assertThat(again.lines()).as("said once").isEmpty();
        assertThat(again.alerts().getFirst().decided().getFirst().noise()).startsWith("Flapping: it has fired");
        assertThat(last().resolvesAt()).isNull();
        assertThat(last().flapsUntil()).isEqualTo(T0.plus(Duration.ofMinutes(25)));
        resolve(service, 24, "a");
        assertThat(last().resolvesAt())
                .as("long after the last change it ends as usual, but not before it is quiet")
                .isEqualTo(T0.plus(Duration.ofMinutes(25)));
    }

    @Test
    void whatIsSlowOrTurnedOffDoesNotFlap() {
        for (var service : List.of(noisy(new NoiseRule(0, 15, 0)), noisy(new NoiseRule(4, 1, 0)))) {
            alerts.clear();
            incidents.clear();
            for (var minute = 0; minute < 12; minute += 2) {
                fire(service, minute, "a", Map.of());
                resolve(service, minute + 1, "a");
            }
            assertThat(incidents.values())
                    .hasSize(6)
                    .noneMatch(held -> held.incident().open());
        }
    }

    @Test
    void aStormIsOneIncidentThatTakesInWhatBeginsUntilAMinuteBringsNoMoreThanUsual() {
        var service = noisy(new NoiseRule(0, 15, 5));
        for (var i = 0; i < 12; i++) {
            fire(service, 0, "key" + i, Map.of());
        }
        assertThat(counts()).containsExactly(1, 1, 1, 1, 1, 7);
        var storm = newest();
        assertThat(storm.title()).isEqualTo("Alert storm: more than 5 new incidents of Shop within a minute");
        assertThat(storm.isStorm()).isTrue();
        assertThat(alerts.values()).allMatch(alert -> alert.incidentId() != null);
        fire(service, 1, "more", Map.of());
        assertThat(counts()).as("the minute before was full").containsExactly(1, 1, 1, 1, 1, 8);
        var calm = fire(service, 2, "later", Map.of());
        assertThat(calm.lines())
                .extracting(Entry::text)
                .containsExactly("The storm is over: what begins from now on has" + " incidents of its own again");
        assertThat(counts()).containsExactly(1, 1, 1, 1, 1, 8, 1);
        for (var i = 5; i < 12; i++) {
            resolve(service, 3, "key" + i);
        }
        assertThat(open(storm)).as("one still fires").isTrue();
        resolve(service, 3, "more");
        assertThat(open(storm)).isFalse();
    }

    @Test
    void whoeverResolvesTheIncidentOfAStormIsPagedForWhatStillBegins() {
        var service = noisy(new NoiseRule(0, 15, 5));
        for (var i = 0; i < 7; i++) {
            fire(service, 0, "key" + i, Map.of());
        }
        resolve(service, 0, "key5");
        resolve(service, 0, "key6");
        assertThat(newest().open()).isFalse();
        fire(service, 0, "another", Map.of());
        assertThat(newest().open()).isTrue();
        assertThat(newest().isStorm()).isTrue();
        assertThat(counts()).containsExactly(1, 1, 1, 1, 1, 2, 1);
    }

    private static Service noisy(NoiseRule noise) {
        return new Service(
                new UUID(1, 1),
                "Shop",
                "",
                null,
                GroupRule.of(Grouping.ALERT),
                Ending.USUAL,
                Profile.NONE,
                Dependencies.NONE,
                UrgencyRule.USUAL,
                noise,
                1);
    }

    private boolean open(Incident incident) {
        return Objects.requireNonNull(incidents.get(incident.id())).incident().open();
    }

    private Held last() {
        return List.copyOf(incidents.values()).getLast();
    }

    @Test
    void theBoundsOfARuleAreSaidByTheirField() {
        assertThat(problem(new GroupRule(Grouping.FIELDS, List.of(), null, Duration.ZERO)))
                .isEqualTo("groupFields");
        assertThat(problem(new GroupRule(Grouping.SERVICE, List.of("a"), null, Duration.ZERO)))
                .isEqualTo("groupFields");
        assertThat(problem(new GroupRule(Grouping.FIELDS, List.of("a", "a"), null, Duration.ZERO)))
                .isEqualTo("groupFields");
        var second = new GroupRule.Window(true, Duration.ofSeconds(1));
        assertThat(problem(new GroupRule(Grouping.SERVICE, List.of(), second, Duration.ZERO)))
                .isEqualTo("groupWindow");
        assertThat(problem(new GroupRule(Grouping.SERVICE, List.of(), FIXED, Duration.ofDays(2))))
                .isEqualTo("recurrence");
        var rule = new GroupRule(Grouping.FIELDS, List.of("cluster", "alertname"), ROLLING, Duration.ZERO);
        assertThat(rule.problem()).isNull();
        assertThat(rule.inWords()).isEqualTo("cluster and alertname within 5 min of the last");
    }

    private static String problem(GroupRule rule) {
        return Objects.requireNonNull(rule.problem()).field();
    }

    private List<Integer> counts() {
        return incidents.values().stream()
                .map(held -> held.incident().alertCount())
                .toList();
    }

    private Incident newest() {
        return List.copyOf(incidents.values()).getLast().incident();
    }

    private Intake.Outcome fire(Service service, int minute, String key, Map<String, String> labels) {
        return hear(service, minute, signal(key, AlertAction.TRIGGER, labels));
    }

    private Intake.Outcome resolve(Service service, int minute, String key) {
        return hear(service, minute, signal(key, AlertAction.RESOLVE, Map.of()));
    }

    private Intake.Outcome hear(Service service, int minute, AlertSignal signal) {
        var intake = new Intake(
                new Intake.Known(
                        Map.of(service.id(), service),
                        Map.of(DOOR, "Door"),
                        Map.copyOf(alerts),
                        List.copyOf(incidents.values()),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.copyOf(storms)),
                T0.plus(Duration.ofMinutes(minute)),
                this::nextId);
        intake.listen(request(service, minute, signal));
        var outcome = intake.outcome();
        outcome.alerts().forEach(alert -> alerts.put(alert.key(), alert));
        outcome.storms().forEach(storm -> storms.put(storm.service(), storm));
        var numbers = List.of(incidents.size() + 1L);
        outcome.incidents().forEach(held -> {
            var numbered = held.with(held.incident().numbered(numbers));
            incidents.put(numbered.incident().id(), numbered);
        });
        return outcome;
    }

    private AcceptedRequest request(Service service, int minute, AlertSignal signal) {
        return new AcceptedRequest(
                nextId(), DOOR, service.id(), "generic", T0.plus(Duration.ofMinutes(minute)), "{}", List.of(signal));
    }

    private AlertSignal signal(String key, AlertAction action, Map<String, String> labels) {
        return new AlertSignal(
                nextId(), action, key, key + " is bad", AlertSeverity.ERROR, null, null, null, labels, List.of());
    }

    private static Service service(Grouping by, List<String> fields, GroupRule.@Nullable Window window) {
        return new Service(
                new UUID(1, 1),
                "Shop",
                "",
                null,
                new GroupRule(by, fields, window, Duration.ofMinutes(10)),
                Ending.USUAL,
                Profile.NONE,
                Dependencies.NONE,
                UrgencyRule.USUAL,
                NoiseRule.NONE,
                1);
    }

    private UUID nextId() {
        return new UUID(5, ids.incrementAndGet());
    }
}
