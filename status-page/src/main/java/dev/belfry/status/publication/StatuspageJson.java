package dev.belfry.status.publication;

import dev.belfry.platform.id.Ids;
import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.Look;
import dev.belfry.status.page.StatusPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
                        .put("scheduled_maintenances", new JsonArray())
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
                maintenances(),
                "scheduled-maintenances/upcoming.json",
                maintenances(),
                "scheduled-maintenances/active.json",
                maintenances());
    }

    private JsonObject maintenances() {
        return document().put("scheduled_maintenances", new JsonArray());
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
        var affected = publication.components().stream()
                .filter(component -> told.components().containsKey(component.id()))
                .toList();
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
                .put(
                        "components",
                        new JsonArray(affected.stream().map(this::component).toList()))
                .put("reminder_intervals", null);
    }

    private JsonArray updates(Announcement told) {
        return new JsonArray(told.updates().stream()
                .map(update -> new JsonObject()
                        .put("id", id(update.id()))
                        .put("status", word(update.status()))
                        .put("body", update.body())
                        .put("incident_id", id(told.id()))
                        .put("created_at", TIME.format(update.createdAt()))
                        .put(
                                "updated_at",
                                TIME.format(update.editedAt() == null ? update.createdAt() : update.editedAt()))
                        .put("display_at", TIME.format(update.createdAt()))
                        .put("affected_components", affected(update))
                        .put("deliver_notifications", true)
                        .put("custom_tweet", null)
                        .put("tweet_id", null))
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
