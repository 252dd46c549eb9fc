package dev.belfry.status.desk;

import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A post as it was typed.
 *
 * @param impact "minor", …; as typed
 * @param components how each component is to look, by its id; as chosen
 * @param errors by the field they are about
 */
public record PostForm(
        String name, String impact, String body, Map<UUID, String> components, Map<String, String> errors) {
    static final PostForm EMPTY = new PostForm("", "minor", "", Map.of(), Map.of());

    static PostForm typed(UnaryOperator<String> field, List<Component> known) {
        var name = Typed.text(field.apply("name"));
        var body = Typed.text(field.apply("body"));
        var impact = field.apply("impact");
        var errors = new LinkedHashMap<String, String>();
        Typed.name(name, errors);
        if (Typed.word(Announcement.Impact.class, impact) == null) {
            errors.put("impact", "Choose how much customers feel of it.");
        }
        var chosen = chosen(field, known);
        chosen.forEach((component, status) -> {
            if (Typed.word(ComponentStatus.class, status) == null) {
                errors.put("components", "Choose a status from the list for each component.");
            }
        });
        Typed.body(body, errors);
        return new PostForm(name, impact, body, chosen, errors);
    }

    private static Map<UUID, String> chosen(UnaryOperator<String> field, List<Component> known) {
        var chosen = new LinkedHashMap<UUID, String>();
        for (var component : known) {
            var status = field.apply("component-" + component.id());
            if (!status.isEmpty()) {
                chosen.put(component.id(), status);
            }
        }
        return chosen;
    }

    Announcement.@Nullable Impact chosenImpact() {
        return Typed.word(Announcement.Impact.class, impact);
    }

    /** How components are to look; only where nothing is wrong. */
    Map<UUID, ComponentStatus> looks() {
        var looks = new LinkedHashMap<UUID, ComponentStatus>();
        components.forEach((component, status) -> looks.put(component, ComponentStatus.of(status)));
        return looks;
    }
}
