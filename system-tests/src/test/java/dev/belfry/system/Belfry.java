package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running Belfry, spoken to in the words of those who use it, through its public doors only. */
final class Belfry {
    static final Duration SOON = Duration.ofSeconds(40);

    private final JsonObject ready;
    private final Http http = new Http();
    private int policies;

    Belfry(JsonObject ready) {
        this.ready = ready;
    }

    /** One rung of an escalation policy: who is paged, and how long that person has. */
    record Step(String delay, String targetType, String targetId) {
        private JsonObject json() {
            var target = new JsonObject().put("type", targetType).put("id", targetId);
            return new JsonObject().put("delay", delay).put("targets", new JsonArray().add(target));
        }
    }

    /** A line of an incident's timeline. */
    record Entry(String kind, String by, String text) {}

    String console() {
        return ready.getString("console");
    }

    String ingest() {
        return ready.getString("ingest");
    }

    String publicStatusPage() {
        return ready.getString("status");
    }

    /** The addresses at which customers read posts ("incidents") or maintenance ("scheduled-maintenances"). */
    List<String> permalinks(String kind) {
        return objects(http.get(publicStatusPage() + "/api/v2/" + kind + ".json")
                        .json()
                        .getJsonArray(kind.replace('-', '_')))
                .map(one -> one.getString("shortlink"))
                .toList();
    }

    String routingKey() {
        return ready.getString("routingKey");
    }

    // Who is there, and who is on call

    List<Person> people() {
        return items("users").map(Belfry::person).toList();
    }

    private static Person person(JsonObject user) {
        return new Person(user.getString("id"), user.getString("name"), user.getString("email"));
    }

    Person person(String id) {
        return people().stream()
                .filter(person -> person.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Whose turn it is now by the schedule of that name. */
    Person onCall(String schedule) {
        return person(onCallEntry(schedule).getJsonObject("user").getString("id"));
    }

    Step theOneOnCall(String schedule, String delay) {
        return new Step(
                delay,
                "schedule",
                onCallEntry(schedule).getJsonObject("schedule").getString("id"));
    }

    Step person(Person person, String delay) {
        return new Step(delay, "user", person.id());
    }

    /** The final shifts of a schedule between the two instants; the first and the last are whole. */
    List<JsonObject> shifts(String schedule, Instant from, Instant to) {
        return objects(read("schedules/" + schedule + "/shifts?from=" + from + "&to=" + to)
                        .getJsonArray("items"))
                .toList();
    }

    /** Somebody who can sign in at once. */
    Person newPerson(String name, String email, String role, String password) {
        return person(created(
                "users",
                new JsonObject()
                        .put("name", name)
                        .put("email", email)
                        .put("role", role)
                        .put("password", password)
                        .put("timeZone", "UTC")));
    }

    /** Pages to that person go to their address. */
    void reachedByMail(Person person) {
        created(
                "contact-methods",
                new JsonObject()
                        .put("user", person.id())
                        .put("type", "email")
                        .put("label", "Work e-mail")
                        .put("address", person.email()));
    }

    private JsonObject onCallEntry(String schedule) {
        return items("oncall")
                .filter(entry ->
                        entry.getJsonObject("schedule").getString("name").equals(schedule))
                .findFirst()
                .orElseThrow();
    }

    /** A responder who is none of those. */
    Person somebodyElseThan(Person... people) {
        return items("users")
                .filter(user -> user.getString("role").equals("responder"))
                .map(Belfry::person)
                .filter(other -> !List.of(people).contains(other))
                .findFirst()
                .orElseThrow();
    }

    // Policies and services

    /** From now on incidents of that service page by these steps. */
    void pageFor(String service, Step... steps) {
        var rungs = new JsonArray();
        Arrays.stream(steps).map(Step::json).forEach(rungs::add);
        var policy = created(
                "escalation-policies",
                new JsonObject()
                        .put("name", "Quick " + ++policies)
                        .put("repeats", 0)
                        .put("steps", rungs));
        var found = items("services")
                .filter(one -> one.getString("name").equals(service))
                .findFirst()
                .orElseThrow();
        var changed = new JsonObject()
                .put("name", service)
                .put("description", found.getString("description"))
                .put("grouping", found.getString("grouping"))
                .put("escalationPolicy", policy.getString("id"));
        // A new policy takes a moment to be known to all services.
        await("the policy is known")
                .atMost(SOON)
                .until(() -> send("PUT", "services/" + found.getString("id"), changed)
                                .status()
                        == 200);
    }

    /** From now on each incident of the service that alerts are reported to pages, however many begin at once. */
    void pageForEach() {
        var service = items("integrations")
                .filter(one -> routingKey().equals(one.getString("routingKey")))
                .findFirst()
                .orElseThrow()
                .getString("service");
        var changed = read("services/" + service)
                .put(
                        "noise",
                        new JsonObject()
                                .put("flapChanges", 0)
                                .put("flapMinutes", 15)
                                .put("stormIncidents", 0));
        changed.remove("id");
        changed.remove("version");
        var answer = send("PUT", "services/" + service, changed);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    // Incidents

    List<Incident> incidents() {
        return items("incidents").map(Belfry::incident).toList();
    }

    private static Incident incident(JsonObject one) {
        return new Incident(
                one.getString("id"),
                one.getLong("number"),
                one.getString("status"),
                one.getString("severity"),
                one.getString("title"),
                one.getInteger("cycle"));
    }

    Optional<Incident> incident(long number) {
        return incidents().stream().filter(one -> one.number() == number).findFirst();
    }

    /** Asks again where a request got no answer, as while clocks leap or a service starts. */
    Incident awaitIncident(long number, String status) {
        var found = new AtomicReference<@Nullable Incident>();
        await("incident #" + number + " " + status).atMost(SOON).untilAsserted(() -> {
            found.set(incident(number).orElse(null));
            assertThat(found.get()).isNotNull().extracting(Incident::status).isEqualTo(status);
        });
        return Objects.requireNonNull(found.get());
    }

    List<Entry> timeline(Incident incident) {
        return items("incidents/" + incident.id() + "/timeline")
                .map(entry -> new Entry(
                        entry.getString("kind"),
                        entry.getJsonObject("actor").getString("name"),
                        entry.getString("text")))
                .toList();
    }

    List<JsonObject> deliveries() {
        return items("deliveries").toList();
    }

    List<JsonObject> deliveries(Incident incident) {
        return items("deliveries?incident=" + incident.id()).toList();
    }

    /** Who was paged for it, at which step, in the order of paging. */
    List<JsonObject> pages(Incident incident) {
        return objects(read("escalations?incident=" + incident.id()).getJsonArray("items"))
                .flatMap(escalation -> objects(escalation.getJsonArray("paged")))
                .toList();
    }

    /** Who was paged for it at which step. */
    List<String> paged(Incident incident) {
        return pages(incident).stream()
                .map(page -> page.getInteger("step") + " "
                        + page.getJsonObject("user").getString("name"))
                .toList();
    }

    /** Somebody opens an incident; answers its number. */
    int open(String service, String title) {
        var found = items("services")
                .filter(one -> one.getString("name").equals(service))
                .findFirst()
                .orElseThrow();
        return created(
                        "incidents",
                        new JsonObject()
                                .put("service", found.getString("id"))
                                .put("title", title)
                                .put("severity", "sev2"))
                .getInteger("number");
    }

    // Senders

    /** A sender reports, once; answers the status code. */
    int report(String dedupKey, String summary) {
        var payload = new JsonObject()
                .put("summary", summary)
                .put("source", "shop.example.com")
                .put("severity", "critical");
        var event = new JsonObject()
                .put("routing_key", routingKey())
                .put("event_action", "trigger")
                .put("dedup_key", dedupKey)
                .put("payload", payload);
        return http.send("POST", ingest() + "/v2/enqueue", event).status();
    }

    // The public status page

    /** What customers read about a component. */
    String shown(String component) {
        return objects(http.get(publicStatusPage() + "/api/v2/summary.json")
                        .json()
                        .getJsonArray("components"))
                .filter(one -> one.getString("name").equals(component))
                .findFirst()
                .orElseThrow()
                .getString("status");
    }

    /** The page itself, as a customer's browser gets it. */
    String publicPage() {
        return http.get(publicStatusPage()).body();
    }

    // The API

    Http.Answer send(String method, String resource, JsonObject body) {
        return http.send(method, console() + "/api/v1/" + resource, body, "Authorization", bearer());
    }

    JsonObject created(String resource, JsonObject body) {
        var answer = send("POST", resource, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private String bearer() {
        return "Bearer " + ready.getString("adminToken");
    }

    /** All items of a list, page by page. */
    Stream<JsonObject> items(String resource) {
        var items = read(resource + (resource.contains("?") ? "&" : "?") + "limit=200")
                .getJsonArray("items");
        assertThat(items.size()).as("one page holds " + resource).isLessThan(200);
        return objects(items);
    }

    JsonObject read(String resource) {
        var answer = http.get(console() + "/api/v1/" + resource, "Authorization", bearer());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    static Stream<JsonObject> objects(JsonArray array) {
        var objects = new ArrayList<JsonObject>();
        for (int i = 0; i < array.size(); i++) {
            objects.add(array.getJsonObject(i));
        }
        return objects.stream();
    }
}
