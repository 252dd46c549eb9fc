package dev.belfry.standalone;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the working example of an empty directory through the public API: three people who take turns, a policy with two
 * steps, a service with an integration, a status page. Every request has an Idempotency-Key, so one that was cut short
 * goes on where it stopped. It remembers what it made, so that all of it can be taken away again.
 */
final class Example {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> KINDS = Map.of(
            "users", "Person",
            "contact-methods", "Contact method",
            "teams", "Team",
            "schedules", "Schedule",
            "escalation-policies", "Escalation policy",
            "services", "Service",
            "integrations", "Integration",
            "status-pages", "Status page",
            "components", "Component");
    private static final List<String> PEOPLE = List.of("Ada Example", "Ben Example", "Cleo Example");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final PortLayout ports;
    private final String token;
    private final List<ExampleThing> made = new ArrayList<>();

    /**
     * What is kept of the example.
     *
     * @param routingKey the key of its integration; empty when that is gone
     * @param things what is there of it, in the order in which it was made
     */
    record Kept(String routingKey, List<ExampleThing> things) {
        Kept {
            // A build before this one wrote the key alone.
            things = Objects.requireNonNullElse(things, List.of());
        }
    }

    Example(PortLayout ports, String token) {
        this.ports = ports;
        this.token = token;
    }

    Kept create() {
        var zone = ZoneId.systemDefault().getId();
        var people = new ArrayList<String>();
        for (var name : PEOPLE) {
            var email =
                    name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.').replace(".example", "@example.net");
            var user = post(
                    ports.oncall(),
                    "users",
                    new JsonObject()
                            .put("name", name)
                            .put("email", email)
                            .put("role", "responder")
                            .put("timeZone", zone));
            people.add(user.getString("id"));
            post(
                    ports.notifier(),
                    "contact-methods",
                    new JsonObject()
                            .put("user", user.getString("id"))
                            .put("type", "email")
                            .put("label", "Work mail")
                            .put("address", email));
        }
        post(
                ports.oncall(),
                "teams",
                new JsonObject().put("name", "Payments team").put("members", new JsonArray(people)));
        var policy = policy(people, zone);
        var service = post(
                ports.incident(),
                "services",
                new JsonObject()
                        .put("name", "Payments")
                        .put("description", "Takes the customers' money.")
                        .put("escalationPolicy", policy));
        var integration = post(
                ports.incident(),
                "integrations",
                new JsonObject()
                        .put("service", service.getString("id"))
                        .put("name", "Monitoring")
                        .put("type", "events"));
        statusPage(service.getString("id"), zone);
        return new Kept(integration.getString("routingKey"), List.copyOf(made));
    }

    /** Takes away what it can, the last made first; answers what is left, with the reason for each. */
    Kept remove(Kept kept) {
        var left = new ArrayList<ExampleThing>();
        for (var thing : kept.things().reversed()) {
            var answer = send(to(thing).DELETE().build());
            if (answer.statusCode() != 204 && answer.statusCode() != 404) {
                left.addFirst(thing.refused(reason(answer)));
                if (thing.resource().equals("services")) {
                    withoutPolicy(thing);
                }
            }
        }
        boolean open = left.stream().anyMatch(thing -> thing.resource().equals("integrations"));
        return new Kept(open ? kept.routingKey() : "", List.copyOf(left));
    }

    /** A service that has incidents stays for their sake; its policy can go all the same. */
    private void withoutPolicy(ExampleThing service) {
        var now = send(to(service).GET().build());
        if (now.statusCode() == 200) {
            var one = new JsonObject(now.body());
            var body = new JsonObject()
                    .put("name", one.getString("name"))
                    .put("description", one.getString("description"))
                    .put("grouping", one.getString("grouping"))
                    .putNull("escalationPolicy");
            send(to(service)
                    .PUT(HttpRequest.BodyPublishers.ofString(body.encode()))
                    .build());
        }
    }

    private HttpRequest.Builder to(ExampleThing thing) {
        int port = switch (thing.resource()) {
            case "services", "integrations" -> ports.incident();
            case "contact-methods" -> ports.notifier();
            case "status-pages", "components" -> ports.status();
            default -> ports.oncall();
        };
        return to(port, thing.resource() + "/" + thing.id());
    }

    private static String reason(HttpResponse<String> answer) {
        try {
            return new JsonObject(answer.body()).getString("detail", "It answered " + answer.statusCode() + ".");
        } catch (DecodeException none) {
            return "It answered " + answer.statusCode() + ".";
        }
    }

    private String policy(List<String> people, String zone) {
        var monday = LocalDate.now(ZoneId.of(zone))
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(1);
        var schedule = post(
                ports.oncall(),
                "schedules",
                new JsonObject()
                        .put("name", "Payments weekly")
                        .put("timeZone", zone)
                        .put(
                                "rotation",
                                new JsonObject()
                                        .put("unit", "weekly")
                                        .put("every", 1)
                                        .put(
                                                "start",
                                                monday.atTime(LocalTime.of(9, 0))
                                                        .toString())
                                        .put("participants", new JsonArray(people))));
        var onCall = new JsonObject().put("type", "schedule").put("id", schedule.getString("id"));
        var lead = new JsonObject().put("type", "user").put("id", people.getLast());
        return post(
                        ports.oncall(),
                        "escalation-policies",
                        new JsonObject()
                                .put("name", "Payments")
                                .put("repeats", 1)
                                .put("steps", new JsonArray().add(step(onCall)).add(step(lead))))
                .getString("id");
    }

    private static JsonObject step(JsonObject target) {
        return new JsonObject().put("delay", "PT5M").put("targets", new JsonArray().add(target));
    }

    private void statusPage(String service, String zone) {
        var page = post(
                ports.status(),
                "status-pages",
                new JsonObject()
                        .put("name", "Example Shop")
                        .put("slug", "example-shop")
                        .put("timeZone", zone));
        int position = 1;
        for (var name : List.of("Website", "Checkout", "API")) {
            var component = new JsonObject()
                    .put("statusPage", page.getString("id"))
                    .put("name", name)
                    .put("position", position++);
            if (name.equals("Checkout")) {
                component.put("services", new JsonArray().add(service));
            }
            post(ports.status(), "components", component);
        }
    }

    /** The key that the example's integration has now: people replace it, turn it off, remove it. Empty when none is taken. */
    String keyNow(Kept kept) {
        return kept.things().stream()
                .filter(thing -> thing.resource().equals("integrations"))
                .map(thing -> send(
                        to(ports.incident(), "integrations/" + thing.id()).GET().build()))
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> new JsonObject(answer.body()))
                .filter(integration -> integration.getBoolean("enabled", false))
                .map(integration -> integration.getString("routingKey", ""))
                .findFirst()
                .orElse("");
    }

    /** Waits until the door knows the key: from then on the printed line works. */
    void awaitKey(String routingKey) {
        var probe = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.ingest() + "/v1/webhooks/alertmanager/" + routingKey))
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString("{\"alerts\":[]}"))
                .build();
        until(() -> send(probe), 202, "alert-ingest does not know the new routing key");
    }

    /** A new token or a new escalation policy takes a moment to be known everywhere: tried until it is. */
    private JsonObject post(int port, String resource, JsonObject body) {
        var key =
                "example-" + resource + "-" + Integer.toHexString(body.encode().hashCode());
        var request = to(port, resource)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        var one = new JsonObject(until(() -> send(request), 201, "the example's " + resource + " could not be made"));
        made.add(new ExampleThing(
                resource,
                one.getString("id"),
                KINDS.getOrDefault(resource, resource),
                one.getString("name", one.getString("label", "")),
                ""));
        return one;
    }

    private HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private String until(java.util.function.Supplier<HttpResponse<String>> attempt, int wanted, String otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = attempt.get();
            if (answer.statusCode() == wanted) {
                return answer.body();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + ": " + answer.statusCode() + " " + answer.body());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
