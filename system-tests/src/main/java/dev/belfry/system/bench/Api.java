package dev.belfry.system.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes what a benchmark needs through the API, as an administrator would. */
final class Api {
    private static final Duration KNOWN = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    Api(String token) {
        this.token = token;
    }

    /** A step of an escalation policy that pages one target. */
    static JsonObject step(String type, String id, String delay) {
        var target = new JsonObject().put("type", type).put("id", id);
        return new JsonObject().put("delay", delay).put("targets", new JsonArray().add(target));
    }

    /**
     * Posts until it is made: what was made next door a moment ago may not be known yet.
     *
     * @param base the address of the service or of the edge, without a path
     */
    JsonObject made(String base, String resource, JsonObject body) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + resource))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        var last = new AtomicReference<>("no answer");
        try {
            Programs.await(KNOWN, () -> {
                try {
                    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    last.set(answer.body());
                    return answer.statusCode() == 201;
                } catch (IOException notYet) {
                    return false;
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            });
        } catch (IllegalStateException refused) {
            throw new IllegalStateException(resource + " was refused: " + last.get(), refused);
        }
        return new JsonObject(last.get());
    }

    void remove(String base, String resource) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + resource))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .DELETE()
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            if (status != 204) {
                throw new IllegalStateException(resource + " was not removed: " + status);
            }
        } catch (IOException away) {
            throw new IllegalStateException(away);
        }
    }

    /**
     * A service with an integration.
     *
     * @param grouping whether each alert has an incident of its own, {@code alert}, or all of the service share one
     * @return the routing key
     */
    String service(String door, String name, String grouping, @Nullable String escalationPolicy)
            throws InterruptedException {
        // Each incident pages: that is what is measured.
        var noise =
                new JsonObject().put("flapChanges", 0).put("flapMinutes", 15).put("stormIncidents", 0);
        var body = new JsonObject().put("name", name).put("grouping", grouping).put("noise", noise);
        if (escalationPolicy != null) {
            body.put("escalationPolicy", escalationPolicy);
        }
        var service = made(door, "services", body);
        return made(
                        door,
                        "integrations",
                        new JsonObject()
                                .put("service", service.getString("id"))
                                .put("name", "Monitoring")
                                .put("type", "events"))
                .getString("routingKey");
    }

    /** A person who is paged by mail at this address. Answers the id. */
    String person(String oncall, String notifier, String name, String address) throws InterruptedException {
        var id = made(oncall, "users", new JsonObject().put("name", name).put("email", address))
                .getString("id");
        made(
                notifier,
                "contact-methods",
                new JsonObject()
                        .put("user", id)
                        .put("type", "email")
                        .put("label", "Mail")
                        .put("address", address));
        return id;
    }
}
