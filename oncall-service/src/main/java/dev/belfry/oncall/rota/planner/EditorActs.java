package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.planner.EditorForm.GroupForm;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the buttons of the editor do to the draft: {@code verb:group:layer:place}, or a person in the place of a number. */
final class EditorActs {
    private static final List<String> WEEK = List.of(
            DayOfWeek.MONDAY.name(),
            DayOfWeek.TUESDAY.name(),
            DayOfWeek.WEDNESDAY.name(),
            DayOfWeek.THURSDAY.name(),
            DayOfWeek.FRIDAY.name());

    private EditorActs() {}

    /** An act that is not known, or is about what is not there, changes nothing. */
    static EditorForm apply(EditorForm form, String act, LocalDate monday) {
        String[] parts = act.split(":", -1);
        String last = parts[parts.length - 1];
        int g = parts.length > 1 ? number(parts[1]) : -1;
        int l = parts.length > 2 ? number(parts[2]) : -1;
        int place = number(last);
        return switch (parts[0]) {
            case "add-group" -> addGroup(form, monday);
            case "drop-group" -> form.with(without(form.groups(), g));
            case "add-layer" -> group(form, g, group -> addLayer(group, monday));
            case "drop-layer" ->
                group(form, g, group -> new GroupForm(group.id(), group.name(), without(group.layers(), l)));
            case "lower-layer" ->
                group(form, g, group -> new GroupForm(group.id(), group.name(), swapped(group.layers(), l)));
            case "add" -> layer(form, g, l, layer -> add(layer, last));
            case "vacant" -> layer(form, g, l, layer -> add(layer, ""));
            case "drop" -> layer(form, g, l, layer -> layer.with(without(layer.members(), place)));
            case "later" -> layer(form, g, l, layer -> layer.with(swapped(layer.members(), place)));
            case "earlier" -> layer(form, g, l, layer -> layer.with(swapped(layer.members(), place - 1)));
            case "add-hours" -> layer(form, g, l, EditorActs::addHours);
            case "drop-hours" -> layer(form, g, l, layer -> layer.within(without(layer.hours(), place)));
            default -> form;
        };
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static EditorForm addGroup(EditorForm form, LocalDate monday) {
        List<GroupForm> groups = new ArrayList<>(form.groups());
        if (groups.size() < EditorForm.MOST_GROUPS) {
            groups.add(new GroupForm(
                    "", groups.isEmpty() ? "On call" : "Secondary", List.of(LayerForm.blank("Rotation", monday))));
        }
        return form.with(groups);
    }

    private static GroupForm addLayer(GroupForm group, LocalDate monday) {
        List<LayerForm> layers = new ArrayList<>(group.layers());
        if (layers.size() < EditorForm.MOST_LAYERS) {
            layers.add(LayerForm.blank("Layer " + (layers.size() + 1), monday));
        }
        return new GroupForm(group.id(), group.name(), layers);
    }

    private static LayerForm add(LayerForm layer, String person) {
        List<LayerForm.MemberForm> members = new ArrayList<>(layer.members());
        if (members.size() < LayerForm.MOST_MEMBERS) {
            members.add(LayerForm.MemberForm.read(person));
        }
        return layer.with(members).found();
    }

    private static LayerForm addHours(LayerForm layer) {
        List<LayerForm.HoursForm> hours = new ArrayList<>(layer.hours());
        if (hours.size() < LayerForm.MOST_HOURS) {
            hours.add(new LayerForm.HoursForm(WEEK, "09:00", "17:00"));
        }
        return layer.within(hours);
    }

    private static EditorForm group(EditorForm form, int g, UnaryOperator<GroupForm> change) {
        if (g < 0 || g >= form.groups().size()) {
            return form;
        }
        List<GroupForm> groups = new ArrayList<>(form.groups());
        groups.set(g, change.apply(groups.get(g)));
        return form.with(groups);
    }

    private static EditorForm layer(EditorForm form, int g, int l, UnaryOperator<LayerForm> change) {
        return group(form, g, group -> {
            if (l < 0 || l >= group.layers().size()) {
                return group;
            }
            List<LayerForm> layers = new ArrayList<>(group.layers());
            layers.set(l, change.apply(layers.get(l)));
            return new GroupForm(group.id(), group.name(), layers);
        });
    }

    private static <T> List<T> without(List<T> all, int place) {
        List<T> left = new ArrayList<>(all);
        if (place >= 0 && place < left.size()) {
            left.remove(place);
        }
        return left;
    }

    /** The one at this place and the next one change places. */
    private static <T> List<T> swapped(List<T> all, int place) {
        List<T> moved = new ArrayList<>(all);
        if (place >= 0 && place + 1 < moved.size()) {
            Collections.swap(moved, place, place + 1);
        }
        return moved;
    }
}
