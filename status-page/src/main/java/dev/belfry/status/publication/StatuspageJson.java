package dev.belfry.status.publication;

import dev.belfry.platform.id.Ids;
import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.Look;
import dev.belfry.status.maintenance.Maintenance;
import dev.belfry.status.page.StatusPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The public JSON of Atlassian Statuspage's API v2, which widgets, exporters and aggregators read: its members, its
 * words, times with exactly three fraction digits, ids of twelve lower-case letters and digits.
 */
public final class StatuspageJson {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int RECENT = 50;

    private final Publication publication;
    private final String url;

    public StatuspageJson(Publication publication, String url) {
        this.publication = publication;
        this.url = url;
    }

    /** Every document under {@code /api/v2/}, by its name. */
    public Map<String, JsonObject> documents() {
        return Map.of(
                "summary.json",
                document()
                        .put("components", components())
                        .put("incidents", incidents(told -> told.resolvedAt() == null))
                        .put("scheduled_maintenances", maintenances(one -> one.completedAt() == null))
                        .put("status", status()),
                "status.json",
                document().put("status", status()),
                "components.json",
                document().put("components", components()),
                "incidents.json",
                document().put("incidents", incidents(told -> true)),
                "incidents/unresolved.json",
                document().put("incidents", incidents(told -> told.resolvedAt() == null)),
                "scheduled-maintenances.json",
                document().put("scheduled_maintenances", maintenances(one -> true)),
                "scheduled-maintenances/upcoming.json",
                document()
                        .put(
                                "scheduled_maintenances",
                                maintenances(one -> !one.isActive() && one.completedAt() == null)),
                "scheduled-maintenances/active.json",
                document().put("scheduled_maintenances", maintenances(Maintenance::isActive)));
    }

    private JsonArray maintenances(Predicate<Maintenance> which) {
        return new JsonArray(publication.maintenances().stream()
                .filter(which)
                .limit(RECENT)
                .map(this::maintenance)
                .toList());
    }

    private JsonObject maintenance(Maintenance one) {
        var updates = one.updates().stream()
                .map(update -> update(update.id(), one.id(), word(update.status()), update.body(), update.createdAt()))
                .toList();
        return new JsonObject()
                .put("id", id(one.id()))
                .put("name", one.name())
                .put("status", word(one.status()))
                .put("created_at", TIME.format(one.createdAt()))
                .put("updated_at", TIME.format(one.updatedAt()))
                .put("monitoring_at", null)
                .put("resolved_at", time(one.completedAt()))
                .put("impact", "maintenance")
                .put("shortlink", url + "/incidents/" + id(one.id()))
                .put("started_at", TIME.format(one.startedAt() == null ? one.createdAt() : one.startedAt()))
                .put("page_id", id(one.statusPage()))
                .put("incident_updates", new JsonArray(updates))
                .put("components", components(one.components()))
                .put("reminder_intervals", null)
                .put("scheduled_for", TIME.format(one.scheduledFor()))
                .put("scheduled_until", TIME.format(one.scheduledUntil()));
    }

    private JsonArray components(Collection<UUID> ids) {
        return new JsonArray(publication.components().stream()
                .filter(component -> ids.contains(component.id()))
                .map(this::component)
                .toList());
    }

    private static JsonObject update(UUID id, UUID of, String status, String body, Instant at) {
        return new JsonObject()
                .put("id", id(id))
                .put("status", status)
                .put("body", body)
                .put("incident_id", id(of))
                .put("created_at", TIME.format(at))
                .put("updated_at", TIME.format(at))
                .put("display_at", TIME.format(at))
                .put("affected_components", null)
                .put("deliver_notifications", true)
                .put("custom_tweet", null)
                .put("tweet_id", null);
    }

    private JsonObject document() {
        StatusPage page = publication.page();
        return new JsonObject()
                .put(
                        "page",
                        new JsonObject()
                                .put("id", id(page.id()))
                                .put("name", page.name())
                                .put("url", url)
                                .put("time_zone", page.timeZone())
                                .put("updated_at", TIME.format(publication.updatedAt())));
    }

    private JsonObject status() {
        return switch (publication.worst()) {
            case OPERATIONAL -> status("none", "All Systems Operational");
            case UNDER_MAINTENANCE -> status("maintenance", "Service Under Maintenance");
            case DEGRADED_PERFORMANCE -> status("minor", "Partially Degraded Service");
            case PARTIAL_OUTAGE -> status("major", "Partial System Outage");
            case MAJOR_OUTAGE -> status("critical", "Major Service Outage");
        };
    }

    private static JsonObject status(String indicator, String description) {
        return new JsonObject().put("indicator", indicator).put("description", description);
    }

    private JsonArray components() {
        return new JsonArray(
                publication.components().stream().map(this::component).toList());
    }

    private JsonObject component(Component component) {
        return new JsonObject()
                .put("id", id(component.id()))
                .put("name", component.name())
                .put("status", component.status().code())
                .put("created_at", TIME.format(component.createdAt()))
                .put("updated_at", TIME.format(component.updatedAt()))
                .put("position", component.position())
                .put("description", component.description().isEmpty() ? null : component.description())
                .put("showcase", true)
                .put("start_date", DAY.format(component.createdAt()))
                .put("group_id", null)
                .put("page_id", id(publication.page().id()))
                .put("group", false)
                .put("only_show_if_degraded", false);
    }

    private JsonArray incidents(Predicate<Announcement> which) {
        return new JsonArray(publication.announcements().stream()
                .filter(which)
                .limit(RECENT)
                .map(this::incident)
                .toList());
    }

    private JsonObject incident(Announcement told) {
        return new JsonObject()
                .put("id", id(told.id()))
                .put("name", told.name())
                .put("status", word(told.status()))
                .put("created_at", TIME.format(told.createdAt()))
                .put("updated_at", TIME.format(told.updatedAt()))
                .put("monitoring_at", time(told.monitoringAt()))
                .put("resolved_at", time(told.resolvedAt()))
                .put("impact", word(told.impact()))
                .put("shortlink", url + "/incidents/" + id(told.id()))
                .put("started_at", TIME.format(told.createdAt()))
                .put("page_id", id(told.statusPage()))
                .put("incident_updates", updates(told))
                .put("components", components(told.components().keySet()))
                .put("reminder_intervals", null);
    }

    private JsonArray updates(Announcement told) {
        return new JsonArray(told.updates().stream()
                .map(update -> update(update.id(), told.id(), word(update.status()), update.body(), update.createdAt())
                        .put(
                                "updated_at",
                                TIME.format(update.editedAt() == null ? update.createdAt() : update.editedAt()))
                        .put("affected_components", affected(update)))
                .toList());
    }

    /** Null when the update is about no component. */
    private @Nullable JsonArray affected(Announcement.Update update) {
        var looks = update.affected().stream().collect(Collectors.toMap(Look::component, look -> look));
        var affected = new JsonArray();
        for (var component : publication.components()) {
            var look = looks.get(component.id());
            if (look != null) {
                affected.add(new JsonObject()
                        .put("code", id(component.id()))
                        .put("name", component.name())
                        .put("old_status", look.before().code())
                        .put("new_status", look.after().code()));
            }
        }
        return affected.isEmpty() ? null : affected;
    }

    /** Twelve lower-case letters and digits, always the same for the same thing. */
    public static String id(UUID id) {
        var digits = Long.toUnsignedString(Ids.derived("public", id).getMostSignificantBits(), 36);
        return ("000000000000" + digits).substring(digits.length());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
