package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.GroupDraft;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleDraft;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it stands in the form that changes it. The whole draft travels in the form, so that every button is a plain
 * submit; what the form has no field for is taken from the version it began with.
 *
 * @param base the version it began with; 0 for a new schedule
 * @param version the version that is replaced by saving it
 * @param effective from when it counts, in the schedule's zone; empty for now
 * @param errors by field
 */
public record EditorForm(
        long base,
        long version,
        String name,
        String team,
        String zone,
        String effective,
        boolean dropPlanned,
        List<GroupForm> groups,
        Map<String, String> errors) {
    static final int MOST_GROUPS = 10;
    static final int MOST_LAYERS = 10;
    private static final int LONGEST = 200;

    /** @param id empty for one that is new */
    public record GroupForm(String id, String name, List<LayerForm> layers) {}

    /** A new schedule: one group with one layer that begins next Monday. */
    static EditorForm blank(String zone, LocalDate monday) {
        GroupForm group = new GroupForm("", "On call", List.of(LayerForm.blank("Rotation", monday)));
        return new EditorForm(0, 0, "", "", zone, "", false, List.of(group), Map.of());
    }

    static EditorForm of(Schedule schedule) {
        return new EditorForm(
                schedule.version(),
                schedule.version(),
                schedule.name(),
                schedule.team() == null ? "" : schedule.team().toString(),
                schedule.zone().getId(),
                "",
                false,
                schedule.groups().stream()
                        .map(group -> new GroupForm(
                                group.id().toString(),
                                group.name(),
                                group.layers().stream().map(LayerForm::of).toList()))
                        .toList(),
                Map.of());
    }

    /** Whether the form has room for all of it. */
    static boolean holds(Schedule schedule) {
        return schedule.groups().size() <= MOST_GROUPS
                && schedule.groups().stream()
                        .allMatch(group -> group.layers().size() <= MOST_LAYERS
                                && group.layers().stream().allMatch(LayerForm::holds));
    }

    static EditorForm read(Fields fields) {
        List<GroupForm> groups = new ArrayList<>();
        int count = fields.count("groups", MOST_GROUPS);
        for (int g = 0; g < count; g++) {
            List<LayerForm> layers = new ArrayList<>();
            int own = fields.count("g" + g + ".layers", MOST_LAYERS);
            for (int l = 0; l < own; l++) {
                layers.add(LayerForm.read(fields, "g" + g + ".l" + l));
            }
            groups.add(new GroupForm(fields.one("g" + g + ".id"), fields.one("g" + g + ".name"), layers));
        }
        return new EditorForm(
                fields.number("base"),
                fields.number("version"),
                fields.one("name"),
                fields.one("team"),
                fields.one("zone"),
                fields.one("effective"),
                !fields.one("dropPlanned").isEmpty(),
                groups,
                Map.of());
    }

    EditorForm with(List<GroupForm> others) {
        return new EditorForm(base, version, name, team, zone, effective, dropPlanned, List.copyOf(others), errors);
    }

    EditorForm over(long newer) {
        return new EditorForm(base, newer, name, team, zone, effective, dropPlanned, groups, errors);
    }

    EditorForm refused(Map<String, String> why) {
        return new EditorForm(base, version, name, team, zone, effective, dropPlanned, groups, why);
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** What the API would refuse at its door; empty when {@link #draft} can be made. */
    Map<String, String> check() {
        Map<String, String> bad = new LinkedHashMap<>();
        named(name, "name", "the schedule", bad);
        if (groups.isEmpty()) {
            bad.put("groups", "Add a group.");
        }
        for (int g = 0; g < groups.size(); g++) {
            named(groups.get(g).name, "g" + g + ".name", "the group", bad);
            if (groups.get(g).layers.isEmpty()) {
                bad.put("g" + g + ".name", "Add a layer to this group, or remove the group.");
            }
            for (int l = 0; l < groups.get(g).layers.size(); l++) {
                groups.get(g).layers.get(l).check("g" + g + ".l" + l, bad);
            }
        }
        return bad;
    }

    static void named(String name, String field, String what, Map<String, String> bad) {
        if (name.isBlank()) {
            bad.put(field, "Enter a name for " + what + ".");
        } else if (name.length() > LONGEST) {
            bad.put(field, "A name has " + LONGEST + " characters at most.");
        }
    }

    /**
     * Only for a form in which {@link #check} finds nothing bad.
     *
     * @param from the version it began with; null for a new schedule
     * @param counts from when it counts; null for now
     */
    ScheduleDraft draft(@Nullable Schedule from, @Nullable UUID owner, @Nullable Instant counts) {
        Map<UUID, Layer> kept = new HashMap<>();
        if (from != null) {
            for (Group group : from.groups()) {
                group.layers().forEach(layer -> kept.put(layer.id(), layer));
            }
        }
        List<GroupDraft> drafts = groups.stream()
                .map(group -> new GroupDraft(
                        Uuids.of(group.id),
                        group.name,
                        group.layers.stream().map(layer -> layer.draft(kept)).toList()))
                .toList();
        return new ScheduleDraft(name, zone, owner, null, drafts, counts, dropPlanned ? true : null);
    }
}
