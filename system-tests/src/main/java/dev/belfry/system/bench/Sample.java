package dev.belfry.system.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as a real sender makes it: what mutations begin with. */
record Sample(String method, String target, Map<String, String> headers, String body) {
    static final String KEY = "6f1d0c2ab34e4d5f9a7b8c9d0e1f2a3b";
    static final String HEARTBEAT_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Map<String, String> GENIE =
            Map.of("Content-Type", "application/json", "Authorization", "GenieKey " + KEY);
    /** Nothing that is sent may lead to Amazon. */
    private static final String AMAZON = "amazonaws.com";

    /** The golden bodies and the captures of alert-ingest's tests, at every door that takes them. */
    static List<Sample> all(Path root) throws IOException {
        var resources = root.resolve("alert-ingest/src/test/resources");
        var samples = new ArrayList<Sample>();
        for (var format : files(resources.resolve("golden"))) {
            golden(format, samples);
        }
        for (var capture : files(resources.resolve("captures"))) {
            samples.add(captured(Files.readString(capture)));
        }
        for (var body : files(resources.resolve("alertmanager"))) {
            var path = body.endsWith("pagerduty.json") ? "/v2/enqueue" : "/v1/webhooks/alertmanager/" + KEY;
            samples.add(new Sample("POST", path, JSON, keyed(Files.readString(body))));
        }
        pings(samples);
        opsgenie(samples);
        others(samples);
        return samples;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void golden(Path directory, List<Sample> samples) throws IOException {
        var format = directory.getFileName().toString();
        var file = directory.resolve("headers.json");
        JsonNode all = Files.exists(file)
                ? Json.mapper().readTree(Files.readString(file))
                : JsonNodeFactory.instance.objectNode();
        for (var body : files(directory)) {
            var name = body.getFileName().toString().replace(".json", "");
            if (!name.equals("headers") && !name.endsWith(".expected")) {
                var headers = new LinkedHashMap<>(JSON);
                all.path(name)
                        .properties()
                        .forEach(header ->
                                headers.put(header.getKey(), header.getValue().asText()));
                var content = keyed(Files.readString(body));
                for (var target : targets(format)) {
                    samples.add(new Sample("POST", target, headers, content));
                }
            }
        }
    }

    private static List<String> targets(String format) {
        var own = "/v1/webhooks/" + format + "/" + KEY;
        var onCall = "/integrations/v1/";
        var goAlert = "/api/v2/";
        var token = "/incoming?token=" + KEY;
        return switch (format) {
            case "pagerduty_v1" -> List.of("/generic/2010-04-15/create_event.json");
            case "pagerduty_change" -> List.of("/v2/change/enqueue");
            case "alertmanager" ->
                List.of(own, onCall + format + "/" + KEY + "/", goAlert + "prometheusalertmanager" + token);
            case "grafana", "site24x7" -> List.of(own, onCall + "grafana_alerting/" + KEY, goAlert + format + token);
            case "cloudwatch" -> List.of(own, onCall + "amazon_sns/" + KEY);
            case "grafana_oncall" -> List.of(own, onCall + "formatted_webhook/" + KEY);
            case "generic" -> List.of(own, onCall + "webhook/" + KEY);
            case "goalert" -> List.of(own, goAlert + "generic" + token);
            default -> List.of(own);
        };
    }

    private static Sample captured(String text) {
        var head = text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n", -1);
        var line = head[0].split(" ", -1);
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < head.length; i++) {
            var header = head[i].split(": ", 2);
            if (!List.of("Host", "Content-Length").contains(header[0])) {
                headers.put(header[0], header[1]);
            }
        }
        var target = line[1].startsWith("/webhook")
                ? "/v1/webhooks/alertmanager/" + KEY
                : line[1].replace("/ingest/am/", "/alertmanager/" + KEY + "/");
        if (target.startsWith("/v2/alerts")) {
            headers.put("Authorization", "GenieKey " + KEY);
        } else if (target.startsWith("/api/v2/")) {
            headers.put("Authorization", "Bearer " + KEY);
        }
        return new Sample(line[0], target, headers, keyed(text.substring(text.indexOf("\r\n\r\n") + 4)));
    }

    private static String keyed(String body) {
        return body.replaceAll("\"(routing_key|service_key)\" *: *\"[^\"]*\"", "\"$1\":\"" + KEY + "\"")
                .replace(AMAZON, "example.com");
    }

    private static void pings(List<Sample> samples) {
        for (var word : List.of("", "/start", "/fail", "/log", "/7")) {
            samples.add(new Sample("POST", "/ping/" + HEARTBEAT_KEY + word, Map.of(), "backup: 3 of 4 done"));
        }
        samples.add(new Sample(
                "GET", "/ping/" + HEARTBEAT_KEY + "?rid=7f1f2a3b-0000-4000-8000-000000000001", Map.of(), ""));
        samples.add(new Sample("HEAD", "/ping/" + KEY + "/nightly-backup?create=1", Map.of(), ""));
        samples.add(new Sample("POST", "/v2/heartbeats/nightly-backup/ping", GENIE, ""));
        samples.add(new Sample("GET", "/v2/heartbeats", GENIE, ""));
        samples.add(new Sample(
                "PATCH", "/v2/heartbeats/nightly-backup", GENIE, "{\"interval\":10,\"intervalUnit\":\"minutes\"}"));
    }

    private static void opsgenie(List<Sample> samples) {
        var followUp = "{\"user\":\"ann@example.com\",\"note\":\"looking\",\"source\":\"shop\","
                + "\"endTime\":\"2026-03-05T05:06:07Z\",\"tags\":[\"eu\",\"db\"],\"details\":{\"used\":\"97\"},"
                + "\"owner\":{\"username\":\"bo@example.com\"},\"priority\":\"P1\",\"message\":\"Disk\","
                + "\"description\":\"full\",\"escalation\":{\"name\":\"night\"},"
                + "\"responder\":{\"type\":\"team\",\"name\":\"db\"}}";
        var alert = "/v2/alerts/disk-db-7";
        for (var verb : List.of(
                "close", "acknowledge", "unacknowledge", "snooze", "escalate", "assign", "notes", "responders")) {
            samples.add(new Sample("POST", alert + "/" + verb + "?identifierType=alias", GENIE, followUp));
        }
        for (var verb : List.of("tags", "details")) {
            samples.add(new Sample("POST", alert + "/" + verb + "?identifierType=tiny", GENIE, followUp));
            samples.add(new Sample("DELETE", alert + "/" + verb + "?tags=a,b&keys=used", GENIE, ""));
        }
        for (var verb : List.of("priority", "message", "description")) {
            samples.add(new Sample("PUT", alert + "/" + verb + "?identifierType=id", GENIE, followUp));
        }
        for (var read :
                List.of("", "?query=status%3Aopen%20AND%20priority%3CP3&limit=20", "/count", "/disk-db-7/notes")) {
            samples.add(new Sample("GET", "/v2/alerts" + read, GENIE, ""));
        }
        samples.add(new Sample("DELETE", alert + "?identifierType=alias", GENIE, ""));
    }

    private static void others(List<Sample> samples) {
        var alertmanager = "/alertmanager/" + KEY;
        for (var path : List.of("/api/v2/alerts?filter=a%3Db", "/api/v2/silences", "/api/v2/status", "/-/ready")) {
            samples.add(new Sample("GET", alertmanager + path, Map.of(), ""));
        }
        samples.add(new Sample("POST", alertmanager + "/api/v2/silences", JSON, "{\"matchers\":[],\"comment\":\"x\"}"));
        samples.add(new Sample("POST", alertmanager + "/api/v1/alerts", JSON, "[]"));
        samples.add(new Sample(
                "OPTIONS",
                "/v1/webhooks/cloudevents/" + KEY,
                Map.of("WebHook-Request-Origin", "events.example.net"),
                ""));
        samples.add(new Sample("GET", "/v1/webhooks/uptimekuma/" + KEY + "?msg=down&status=0", Map.of(), ""));
        samples.add(new Sample("GET", "/openapi.yaml", Map.of(), ""));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
