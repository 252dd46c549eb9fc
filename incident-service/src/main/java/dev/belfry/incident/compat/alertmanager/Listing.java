package dev.belfry.incident.compat.alertmanager;

import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.Silence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Lists of alerts, groups and silences in Alertmanager's shape and order. */
final class Listing {
    private Listing() {}

    /** In the order of their fingerprints. */
    static JsonArray alerts(List<Shown> alerts, Question question, Instant now) {
        var all = new JsonArray();
        alerts.stream()
                .filter(question::wants)
                .sorted(Comparator.comparing(Shown::fingerprint))
                .forEach(alert -> all.add(alert.json(now)));
        return all;
    }

    /** One group for each name of an alert and each receiver: what the route of {@link Pretence} says. */
    static JsonArray groups(List<Shown> alerts, Question question, Instant now) {
        var groups = new TreeMap<String, TreeMap<String, List<Shown>>>();
        alerts.stream()
                .filter(question::wants)
                .forEach(alert -> groups.computeIfAbsent(
                                alert.labels().getOrDefault("alertname", ""), name -> new TreeMap<>())
                        .computeIfAbsent(alert.receiver(), receiver -> new ArrayList<>())
                        .add(alert));
        var all = new JsonArray();
        groups.forEach((name, receivers) -> receivers.forEach((receiver, members) -> {
            if (question.muted()
                    || members.stream().anyMatch(one -> one.silencedBy().isEmpty())) {
                all.add(new JsonObject()
                        .put("alerts", alerts(members, question, now))
                        .put("labels", name.isEmpty() ? new JsonObject() : new JsonObject().put("alertname", name))
                        .put("receiver", new JsonObject().put("name", receiver))
                        .put("routeLabels", new JsonObject()));
            }
        }));
        return all;
    }

    /** Active ones first, the one that ends soonest before; then those to come; then those that are over. */
    static JsonArray silences(List<Silence> silences, List<Matcher> filter, Instant now) {
        var all = new JsonArray();
        silences.stream()
                .filter(silence -> filter.stream()
                        .allMatch(wanted -> silence.matchers().stream().anyMatch(wanted::same)))
                .sorted((one, other) -> compared(one, other, now))
                .forEach(silence -> all.add(silence(silence, now)));
        return all;
    }

    private static int compared(Silence one, Silence other, Instant now) {
        var state = one.state(now);
        int byState = order(state) - order(other.state(now));
        if (byState != 0) {
            return byState;
        }
        return switch (state) {
            case ACTIVE -> one.endsAt().compareTo(other.endsAt());
            case PENDING -> one.startsAt().compareTo(other.startsAt());
            case EXPIRED -> other.endsAt().compareTo(one.endsAt());
        };
    }

    private static int order(Silence.State state) {
        return switch (state) {
            case ACTIVE -> 0;
            case PENDING -> 1;
            case EXPIRED -> 2;
        };
    }

    static JsonObject silence(Silence silence, Instant now) {
        var matchers = new JsonArray();
        silence.matchers()
                .forEach(matcher -> matchers.add(new JsonObject()
                        .put("isEqual", matcher.isEqual())
                        .put("isRegex", matcher.isRegex())
                        .put("name", matcher.name())
                        .put("value", matcher.value())));
        return new JsonObject()
                .put("id", silence.id().toString())
                .put(
                        "status",
                        new JsonObject().put("state", silence.state(now).name().toLowerCase(Locale.ROOT)))
                .put("updatedAt", Times.text(silence.updatedAt()))
                .put("annotations", Shown.object(silence.annotations()))
                .put("comment", silence.comment())
                .put("createdBy", silence.createdBy())
                .put("endsAt", Times.text(silence.endsAt()))
                .put("matchers", matchers)
                .put("startsAt", Times.text(silence.startsAt()));
    }
}
