package dev.belfry.incident.incident.response;

import dev.belfry.contracts.announcement.PublicImpact;
import dev.belfry.contracts.announcement.PublicLook;
import dev.belfry.contracts.announcement.PublicStage;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.update.StatusPost;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of an update is typed for customers.
 *
 * @param on whether it goes to the status page at all
 * @param page the id of the status page
 * @param text empty for the words of the update
 * @param looks how each chosen component looks, by its id
 */
public record PostForm(
        boolean on, String page, String title, String text, String stage, String impact, Map<String, String> looks) {

    /** Begins with what the page shows of the incident. */
    static PostForm of(boolean on, @Nullable StatusPost last, List<StatusPageEntry> pages) {
        return last == null
                ? new PostForm(
                        on,
                        pages.isEmpty() ? "" : pages.getFirst().id().toString(),
                        "",
                        "",
                        "investigating",
                        "minor",
                        Map.of())
                : new PostForm(
                        on,
                        last.page().toString(),
                        last.title(),
                        "",
                        last.stage().name().toLowerCase(Locale.ROOT),
                        last.impact().name().toLowerCase(Locale.ROOT),
                        Map.of());
    }

    /** @param field what was typed in each field */
    static PostForm typed(UnaryOperator<String> field, List<StatusPageEntry> pages) {
        return new PostForm(
                !field.apply("post").isEmpty(),
                field.apply("page"),
                field.apply("postTitle").replace('\0', '\uFFFD'),
                field.apply("postText").replace('\0', '\uFFFD'),
                field.apply("stage"),
                field.apply("impact"),
                pages.stream()
                        .flatMap(page -> page.components().stream())
                        .map(component -> component.id().toString())
                        .collect(Collectors.toMap(id -> id, id -> field.apply("look-" + id), (one, same) -> one)));
    }

    /** Null when it does not go to the status page. What is none of the values of a list counts as not chosen. */
    StatusPost.@Nullable Draft draft(List<StatusPageEntry> pages) {
        if (!on) {
            return null;
        }
        var id = Objects.requireNonNullElse(Parsed.id(page), new UUID(0, 0));
        Map<UUID, PublicLook> components = new HashMap<>();
        pages.stream()
                .filter(one -> one.id().equals(id))
                .flatMap(one -> one.components().stream())
                .forEach(component -> {
                    var look = of(PublicLook.values(), looks.get(component.id().toString()));
                    if (look != null) {
                        components.put(component.id(), look);
                    }
                });
        return new StatusPost.Draft(
                id,
                title,
                text.isEmpty() ? null : text,
                of(PublicStage.values(), stage),
                of(PublicImpact.values(), impact),
                components);
    }

    private static <E extends Enum<E>> @Nullable E of(E[] values, @Nullable String word) {
        return Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }

    /** As it is said to people. */
    public static String words(Enum<?> value) {
        var text = value.name().replace('_', ' ');
        return text.charAt(0) + text.substring(1).toLowerCase(Locale.ROOT);
    }
}
