package dev.belfry.system;

import static dev.belfry.system.Belfry.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Summary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that other makers publish need nothing but another address: what they send is understood, and what they read is right. */
class ClientsJourney {
    private static final Path SOURCES = Path.of("src/test/clients");
    private static final Path LIBRARIES = Path.of("target/clients");
    private static final String SCHEDULE = "Payments weekly";
    /** Its clocks change at most 27 weeks apart, and a hand-off at half past two is in the middle of both changes. */
    private static final ZoneId SYDNEY = ZoneId.of("Australia/Sydney");

    @TempDir
    private static Path directory;

    private static SuiteProcess suite;
    private static Belfry belfry;

    @BeforeAll
    static void up() {
        suite = SuiteProcess.on(directory.resolve("data"));
        belfry = suite.up();
    }

    @AfterAll
    static void down() {
        suite.close();
    }

    @Test
    void opsgeniesSdkLeadsAnAlertFromItsCreationToItsDeletion() {
        var person = belfry.onCall(SCHEDULE);
        assertThat(run("Opsgenie", "Payments team", person.email(), "Payments"))
                .containsExactly(
                        "create: true | Create | Created alert",
                        "by alias: " + opsgenieAlert("open", false, "", "false false"),
                        "list: [eu1/db 7: disk]",
                        "acknowledge: true | Acknowledge | Acknowledged alert",
                        "note: true | AddNote | Note added to alert",
                        "notes: [First seen by the night job, I look at it]",
                        "assign: true | Assign | Assigned alert",
                        "assigned: " + opsgenieAlert("open", true, person.email(), "false false"),
                        "assign to nobody known: false | Assign | Nobody was called: there is no user called Nobody",
                        "escalate: true | Escalate | Escalated alert",
                        "escalate to none known: false | Escalate | Nobody was called: there is no escalation policy"
                                + " called No such",
                        "snooze: true | Snooze | Snoozed alert",
                        "snoozed: " + opsgenieAlert("open", false, "Payments", "true true"),
                        "close: true | Close | Closed alert",
                        "closed: " + opsgenieAlert("closed", true, "Payments", "false false"),
                        "delete: true | Delete | Deleted alert",
                        "deleted: 404",
                        "list: []");
    }

    /** Without the blank at the end of its alias, which nothing else would find again. */
    private static String opsgenieAlert(String status, boolean acknowledged, String owner, String snoozed) {
        return "eu1/db 7: disk | Disk 97 %% full on db-7 | %s | P2 | acknowledged %s | owner %s | snoozed %s | [prod, disk] | [restart, grow] | {höhe=97, mount=/var} | db-7 | The write-ahead log grows | host1 | 1 team"
                .formatted(status, acknowledged, owner, snoozed);
    }

    @Test
    void aPagerDutyClientTriggersAcknowledgesAndResolves() {
        assertThat(run("PagerDuty", "trigger", "acknowledge", "resolve"))
                .containsOnly("success | Event processed | eu1/db-7/replication | null")
                .hasSize(3);
        var incident = awaitIncident("Replication is 90 s behind on db-7", "resolved");
        assertThat(incident.severity()).isEqualTo("sev1");
        await("who acknowledged")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(belfry.timeline(incident))
                        .anyMatch(entry -> entry.kind().equals("acknowledged")));
        var alert = alert("eu1/db-7/replication");
        assertThat(alert.getString("component")).isEqualTo("postgres");
        assertThat(alert.getJsonObject("details").getMap()).containsEntry("lag", "90");
        assertThat(alert.getJsonObject("details").getString("peer")).contains("db-8");
        assertThat(Belfry.objects(alert.getJsonArray("links")).map(link -> link.getString("href")))
                .containsExactly(
                        "https://wiki.example.com/lag",
                        "https://graphs.example.com/lag.png",
                        "https://graphs.example.com/lag",
                        "https://probe.example.com");
    }

    @Test
    void cloudEventsAreTakenInBinaryModeStructuredAndInBatches() throws JsonProcessingException {
        assertThat(sent(writer -> writer.writeBinary(event("room-1", "Room 1 is warm", "trigger"))))
                .isEqualTo(202);
        awaitIncident("Room 1 is warm", "triggered");
        assertThat(alert("room-1").getJsonObject("details").getMap()).containsEntry("plant", "Bonn");
        assertThat(sent(writer -> writer.writeStructured(
                        event("room-1", "Room 1 is cold again", "resolve"), JsonFormat.CONTENT_TYPE)))
                .isEqualTo(202);
        awaitIncident("Room 1 is warm", "resolved");

        var batch = new ObjectMapper()
                .registerModule(JsonFormat.getCloudEventJacksonModule())
                .writeValueAsString(List.of(
                        event("room-2", "Room 2 is warm", "trigger"), event("room-3", "Room 3 is warm", "trigger")));
        assertThat(new Http()
                        .post(cloudEvents(), batch, "application/cloudevents-batch+json")
                        .status())
                .isEqualTo(202);
        awaitIncident("Room 2 is warm", "triggered");
        awaitIncident("Room 3 is warm", "triggered");
    }

    @Test
    void twoReadersOfCalendarsSeeEveryShiftWhereTheApiHasIt() throws Exception {
        var ada = belfry.onCall(SCHEDULE);
        var ben = belfry.somebodyElseThan(ada);
        var cleo = belfry.somebodyElseThan(ada, ben);
        var team = belfry.created("teams", new JsonObject().put("name", "Antipodes"))
                .getString("id");
        var nights = schedule("Nights", team, "daily", ada, ben);
        var weeks = schedule("Weeks", team, "weekly", ben, cleo);
        var covered = schedule("Covered", team, "daily", ben, ada);
        covers(covered, cleo);
        var all = Map.of("Nights", nights, "Weeks", weeks, "Covered", covered);

        var theirs = new TreeMap<>(all);
        theirs.put(SCHEDULE, belfry.theOneOnCall(SCHEDULE, "PT1M").targetId());
        agree("schedule", nights, turns(Map.of("Nights", nights), ClientsJourney::named));
        agree("schedule", covered, turns(Map.of("Covered", covered), ClientsJourney::named));
        agree("team", team, turns(all, ClientsJourney::named));
        agree("user", ada.id(), turns(theirs, (who, where) -> who.equals(ada.name()) ? "On call: " + where : ""));
    }

    // Programs

    /** What a program of another maker's client prints, line by line. */
    private static List<String> run(String program, String... arguments) {
        var command = new ArrayList<>(List.of(
                RunningProcess.java(),
                RunningProcess.SHORT_LIVED,
                "-Dstdout.encoding=UTF-8",
                "-cp",
                LIBRARIES + "/*:" + LIBRARIES + "/behind/*",
                SOURCES.resolve(program + ".java").toString(),
                belfry.ingest(),
                belfry.routingKey()));
        command.addAll(List.of(arguments));
        try (var process = RunningProcess.start(directory.resolve(program + ".out"), Map.of(), command)) {
            await(program + " has ended").atMost(SOON).until(() -> !process.isAlive());
            return process.output()
                    .lines()
                    .filter(line -> !line.startsWith("SLF4J:"))
                    .toList();
        }
    }

    private static Incident awaitIncident(String title, String status) {
        return await(title + " is " + status)
                .atMost(SOON)
                .until(
                        () -> belfry.incidents().stream()
                                .filter(one -> one.title().equals(title)
                                        && one.status().equals(status))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static JsonObject alert(String key) {
        return belfry.items("alerts")
                .filter(one -> one.getString("dedupKey").equals(key))
                .findFirst()
                .orElseThrow();
    }

    // CloudEvents

    private static String cloudEvents() {
        return belfry.ingest() + "/v1/webhooks/cloudevents/" + belfry.routingKey();
    }

    private static CloudEvent event(String key, String summary, String action) {
        return CloudEventBuilder.v1()
                .withId(key + "/" + action)
                .withSource(URI.create("/sensors/rooms"))
                .withType("net.example.temperature")
                .withSubject("a room")
                .withTime(Instant.now().atOffset(ZoneOffset.UTC))
                .withExtension("dedupkey", key)
                .withExtension("action", action)
                .withExtension("plant", "Bonn")
                .withData(
                        "application/json",
                        new JsonObject()
                                .put("summary", summary)
                                .put("severity", "critical")
                                .encode()
                                .getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static int sent(Consumer<MessageWriter<?, ?>> write) {
        var request = HttpRequest.newBuilder(URI.create(cloudEvents()));
        write.accept(HttpMessageFactory.createWriter(
                request::header, body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body))));
        return new Http().send(request.build()).status();
    }

    // Calendars

    /** Somebody, somewhere, without a break. */
    private record Turn(String what, Instant start, Instant end) {}

    private interface Naming {
        /** How a feed calls what that person does on that schedule; empty when it has it not. */
        String name(String person, String schedule);
    }

    private static String named(String person, String schedule) {
        return person + ": " + schedule;
    }

    private static String schedule(String name, String team, String unit, Person... people) {
        var participants = new JsonArray();
        Stream.of(people).map(Person::id).forEach(participants::add);
        var start = LocalDate.now(SYDNEY).minusDays(40) + "T02:30";
        var rotation = new JsonObject().put("unit", unit).put("start", start).put("participants", participants);
        return belfry.created(
                        "schedules",
                        new JsonObject()
                                .put("name", name)
                                .put("team", team)
                                .put("timeZone", SYDNEY.getId())
                                .put("rotation", rotation))
                .getString("id");
    }

    /** Somebody steps in for a few hours every third day, and on the night when the clocks change. */
    private static void covers(String schedule, Person person) {
        var change = SYDNEY.getRules()
                .nextTransition(Instant.now().plusSeconds(86_400))
                .getInstant();
        var begins = Stream.concat(
                Stream.iterate(1, day -> day + 3)
                        .limit(25)
                        .map(day -> Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(day))),
                Stream.of(change.minusSeconds(5_400)));
        begins.forEach(start -> belfry.created(
                "overrides",
                new JsonObject()
                        .put("schedule", schedule)
                        .put("user", person.id())
                        .put("start", start.toString())
                        .put("end", start.plusSeconds(10_800).toString())));
    }

    /** What the API says of the schedules, by their names. */
    private static List<Turn> turns(Map<String, String> schedules, Naming naming) {
        var turns = new ArrayList<Turn>();
        schedules.forEach((name, id) -> belfry.shifts(id, from(), to())
                .forEach(shift -> Belfry.objects(shift.getJsonArray("users"))
                        .map(user -> naming.name(user.getString("name"), name))
                        .filter(what -> !what.isEmpty())
                        .forEach(what -> turns.add(new Turn(
                                what,
                                Instant.parse(shift.getString("start")),
                                Instant.parse(shift.getString("end")))))));
        return joined(turns.stream());
    }

    /** Feeds begin and end about there; what stands at their ends is not compared. */
    private static Instant from() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(29));
    }

    private static Instant to() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(181));
    }

    private static void agree(String kind, String subject, List<Turn> turns) throws Exception {
        assertThat(turns).hasSizeGreaterThan(10);
        var address = belfry.created(
                        "calendar-feeds", new JsonObject().put("kind", kind).put("subject", subject))
                .getString("url");
        var text = new Http().get(address).body();

        var biweekly = Biweekly.parse(text).first();
        assertThat(biweekly.validate(ICalVersion.V2_0).getWarnings()).isEmpty();
        assertThat(joined(biweekly.getEvents().stream()
                        .map(event -> new Turn(
                                event.getSummary().getValue(),
                                event.getDateStart().getValue().toInstant(),
                                event.getDateEnd().getValue().toInstant()))))
                .as("as biweekly reads the feed of a " + kind)
                .isEqualTo(turns);

        var ical4j = new CalendarBuilder().build(new StringReader(text));
        assertThat(ical4j.validate().hasErrors()).isFalse();
        assertThat(joined(ical4j.<VEvent>getComponents(Component.VEVENT).stream()
                        .map(event -> new Turn(
                                event.<Summary>getRequiredProperty("SUMMARY").getValue(),
                                Instant.from(event.<DtStart<?>>getRequiredProperty("DTSTART")
                                        .getDate()),
                                Instant.from(event.<DtEnd<?>>getRequiredProperty("DTEND")
                                        .getDate())))))
                .as("as ical4j reads the feed of a " + kind)
                .isEqualTo(turns);
    }

    /** Cut at the ends, in order, and one where the same goes on. */
    private static List<Turn> joined(Stream<Turn> turns) {
        var joined = new ArrayList<Turn>();
        var open = new TreeMap<String, Turn>();
        turns.map(turn -> new Turn(turn.what, later(turn.start, from()), earlier(turn.end, to())))
                .filter(turn -> turn.start.isBefore(turn.end))
                .sorted(Comparator.comparing(Turn::start))
                .forEach(turn -> {
                    var before = open.put(turn.what, turn);
                    if (before != null && before.end.equals(turn.start)) {
                        open.put(turn.what, new Turn(turn.what, before.start, turn.end));
                    } else if (before != null) {
                        joined.add(before);
                    }
                });
        joined.addAll(open.values());
        joined.sort(Comparator.comparing(Turn::start).thenComparing(Turn::what));
        return joined;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
