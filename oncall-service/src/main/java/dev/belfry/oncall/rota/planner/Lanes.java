package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.planner.Drawing.Bar;
import dev.belfry.oncall.rota.planner.Drawing.Kind;
import dev.belfry.oncall.rota.planner.Drawing.Lane;
import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.OverrideKind;
import dev.belfry.oncall.rota.schedule.Resolver;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.oncall.rota.schedule.Shift;
import dev.belfry.oncall.rota.schedule.Source;
import dev.belfry.platform.console.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lanes of a drawing: the layers of each group, what lies over them, and at last who is paged. */
final class Lanes {
    private static final int MOST_LAYERS = 12;
    private static final int MOST_EXCEPTIONS = 100;
    /** About how many pixels a drawing is wide, and a letter of a name in it: enough to say whether a name fits. */
    private static final double PIXELS = 9.4;

    private static final double LETTER = 7.2;

    private final Picture picture;
    private final ZoneId zone;
    private final Instant from;
    private final Instant to;
    private final Instant now;
    private final @Nullable UUID me;
    private final boolean led;
    private final Drawing.Scale scale;

    /**
     * @param me who reads it; null for nobody whose shifts are marked
     * @param led whether its bars lead to the form for an override; a drawing that does not is half as wide
     */
    Lanes(Picture picture, ZoneId zone, Instant from, Instant to, Instant now, @Nullable UUID me, boolean led) {
        this.picture = picture;
        this.zone = zone;
        this.from = from;
        this.to = to;
        this.now = now;
        this.me = me;
        this.led = led;
        this.scale = new Drawing.Scale(from, to);
    }

    List<Lane> all() {
        List<Lane> lanes = new ArrayList<>();
        Map<UUID, List<Layer>> layers = layers();
        int drawn = 0;
        for (List<Layer> own : layers.values()) {
            for (Layer layer : own) {
                if (own.size() > 1 && drawn++ < MOST_LAYERS) {
                    lanes.add(layer(layer));
                }
            }
        }
        if (drawn > MOST_LAYERS) {
            lanes.add(new Lane("More layers", (drawn - MOST_LAYERS) + " are not drawn", false, List.of()));
        }
        lanes.addAll(exceptions());
        for (Strand strand : Strand.of(picture, from, to)) {
            List<Layer> own = layers.getOrDefault(strand.group(), List.of());
            String under = own.size() == 1 ? LayerWords.of(own.getFirst()) : "who is paged";
            lanes.addAll(whole(strand, strand.group() == null ? "added or temporary" : under));
        }
        return lanes;
    }

    /** The layers of each group through all versions, each as the last one that has it says. */
    private Map<UUID, List<Layer>> layers() {
        Map<UUID, List<Layer>> layers = new LinkedHashMap<>();
        Map<UUID, Layer> seen = new HashMap<>();
        for (ScheduleVersion version : picture.versions().reversed()) {
            for (Group group : version.schedule().groups()) {
                List<Layer> own = layers.computeIfAbsent(group.id(), first -> new ArrayList<>());
                for (Layer layer : group.layers()) {
                    if (seen.putIfAbsent(layer.id(), layer) == null) {
                        own.add(layer);
                    }
                }
            }
        }
        return layers;
    }

    /** What the layer alone says, by the version that counts. */
    private Lane layer(Layer layer) {
        List<ScheduleVersion> alone = picture.versions().stream()
                .map(version -> new ScheduleVersion(version.from(), alone(version.schedule(), layer.id())))
                .toList();
        List<Bar> bars = new ArrayList<>();
        for (Shift shift : Resolver.of(alone, List.of(), List.of(), List.of()).shifts(from, to)) {
            for (Duty duty : shift.duties()) {
                String name = picture.roll().name(duty.user());
                String title = layer.name() + ": " + name + ", " + Times.at(shift.start(), zone) + " to "
                        + Times.at(shift.end(), zone);
                bars.add(bar(Kind.PERSON, name, View.tint(name), false, title, null, shift.start(), shift.end()));
            }
        }
        return new Lane(layer.name(), LayerWords.of(layer), false, bars);
    }

    private static Schedule alone(Schedule schedule, UUID layer) {
        List<Group> groups = schedule.groups().stream()
                .map(group -> new Group(
                        group.id(),
                        group.name(),
                        group.layers().stream()
                                .filter(one -> one.id().equals(layer))
                                .toList()))
                .filter(group -> !group.layers().isEmpty())
                .toList();
        return new Schedule(
                schedule.id(), schedule.name(), schedule.team(), schedule.zone(), groups, schedule.version());
    }

    /** Overrides, swaps and temporary schedules: as many lanes as lie over each other. */
    private List<Lane> exceptions() {
        record Item(Instant start, Instant end, Bar bar) {}
        List<Item> items = new ArrayList<>();
        for (ScheduleOverride one : picture.overrides()) {
            if (one.start().isBefore(to) && one.end().isAfter(from) && items.size() < MOST_EXCEPTIONS) {
                items.add(new Item(one.start(), one.end(), override(one)));
            }
        }
        for (var plan : picture.temporaries()) {
            if (plan.start().isBefore(to) && plan.end().isAfter(from)) {
                String href = led ? path("temporary/" + plan.id()) : null;
                String title =
                        "Temporary schedule, " + Times.at(plan.start(), zone) + " to " + Times.at(plan.end(), zone);
                items.add(new Item(
                        plan.start(),
                        plan.end(),
                        bar(Kind.PERSON, "Temporary schedule", 8, true, title, href, plan.start(), plan.end())));
            }
        }
        List<List<Item>> lanes = new ArrayList<>();
        for (Item item : items) {
            List<Item> lane = lanes.stream()
                    .filter(one -> one.stream()
                            .noneMatch(other -> other.start.isBefore(item.end) && item.start.isBefore(other.end)))
                    .findFirst()
                    .orElse(null);
            if (lane == null) {
                lane = new ArrayList<>();
                lanes.add(lane);
            }
            lane.add(item);
        }
        List<Lane> drawn = new ArrayList<>();
        for (List<Item> lane : lanes) {
            boolean first = drawn.isEmpty();
            drawn.add(new Lane(
                    first ? "Overrides" : "",
                    first ? items.size() + " in these days" : "",
                    false,
                    lane.stream().map(Item::bar).toList()));
        }
        return drawn;
    }

    private Bar override(ScheduleOverride one) {
        String title = Exceptions.words(one, picture.roll()) + ", " + Times.at(one.start(), zone) + " to "
                + Times.at(one.end(), zone);
        String href = led ? path("overrides/" + one.id()) : null;
        UUID comes = one.user();
        if (comes == null) {
            return bar(Kind.OUT, "out", 0, true, title, href, one.start(), one.end());
        }
        String name = picture.roll().name(comes);
        String shown = one.kind() == OverrideKind.SHADOW ? name + ", looking on" : name;
        return bar(Kind.PERSON, shown, View.tint(name), true, title, href, one.start(), one.end());
    }

    /** Who is in the group: as many lanes as there are people at once, and those who look on below. */
    private List<Lane> whole(Strand strand, String under) {
        List<List<Bar>> paged = rows(strand, duty -> !duty.shadow());
        if (paged.isEmpty()) {
            paged.add(new ArrayList<>());
        }
        for (Strand.Piece piece : strand.pieces()) {
            if (piece.gap()) {
                paged.getFirst().add(gap(strand, piece));
            }
        }
        List<Lane> lanes = new ArrayList<>();
        for (List<Bar> bars : paged) {
            lanes.add(new Lane(lanes.isEmpty() ? strand.name() : "", lanes.isEmpty() ? under : "also", true, bars));
        }
        rows(strand, Duty::shadow).forEach(bars -> lanes.add(new Lane("", "looking on, not paged", true, bars)));
        return lanes;
    }

    /** Each duty stays in the row in which it began. */
    private List<List<Bar>> rows(Strand strand, Predicate<Duty> wanted) {
        record Run(Duty duty, Instant start, Instant end) {}
        List<List<Run>> rows = new ArrayList<>();
        for (Strand.Piece piece : strand.pieces()) {
            List<Duty> left =
                    new ArrayList<>(piece.duties().stream().filter(wanted).toList());
            for (List<Run> row : rows) {
                Run last = row.getLast();
                if (last.end.equals(piece.start()) && left.remove(last.duty)) {
                    row.set(row.size() - 1, new Run(last.duty, last.start, piece.end()));
                }
            }
            for (Duty duty : left) {
                List<Run> row = rows.stream()
                        .filter(one -> !one.getLast().end.isAfter(piece.start()))
                        .findFirst()
                        .orElseGet(() -> {
                            rows.add(new ArrayList<>());
                            return rows.getLast();
                        });
                row.add(new Run(duty, piece.start(), piece.end()));
            }
        }
        List<List<Bar>> bars = new ArrayList<>();
        for (List<Run> row : rows) {
            List<Bar> drawn = new ArrayList<>();
            row.forEach(run -> drawn.add(person(
                    run.duty.user(),
                    run.start,
                    run.end,
                    run.duty.source() != Source.LAYER,
                    strand.name(),
                    run.duty.shadow() ? null : strand.group())));
            bars.add(drawn);
        }
        return bars;
    }

    private Bar gap(Strand strand, Strand.Piece piece) {
        String length = Times.length(Duration.between(piece.start(), piece.end()));
        String title = strand.name() + ": nobody, " + Times.at(piece.start(), zone) + " to "
                + Times.at(piece.end(), zone) + ", " + length;
        String href = override(piece.start(), piece.end(), strand.group(), null);
        return bar(Kind.GAP, length, 0, false, title, href, piece.start(), piece.end());
    }

    /** @param group where the bar leads to an override; null for nowhere */
    private Bar person(UUID user, Instant start, Instant end, boolean exception, String where, @Nullable UUID group) {
        String name = picture.roll().name(user);
        String shown = user.equals(me) ? name + ", you" : name;
        String title = where + ": " + shown + ", " + Times.at(start, zone) + " to " + Times.at(end, zone);
        String href = group == null ? null : override(start, end, group, user);
        return bar(Kind.PERSON, shown, View.tint(name), exception, title, href, start, end);
    }

    private Bar bar(
            Kind kind,
            String name,
            int tint,
            boolean outlined,
            String title,
            @Nullable String href,
            Instant start,
            Instant end) {
        double room = (scale.share(end) - scale.share(start)) * (led ? PIXELS : PIXELS / 2);
        return new Bar(
                scale.x(start), scale.width(start, end), kind, fitting(kind, name, room), tint, outlined, title, href);
    }

    /** The whole name, or its first word, or its letters, or nothing. */
    private static String fitting(Kind kind, String name, double room) {
        int margin = kind == Kind.PERSON ? 14 : 4;
        if (name.length() * LETTER + margin <= room) {
            return name;
        }
        String first = name.split("[ ,]", 2)[0];
        if (kind == Kind.PERSON && first.length() * LETTER + 14 <= room) {
            return first;
        }
        return kind == Kind.PERSON && room >= 26 ? View.initials(name.replaceFirst(", .*", "")) : "";
    }

    private @Nullable String override(Instant start, Instant end, @Nullable UUID group, @Nullable UUID replaces) {
        return led ? Exceptions.form(picture.schedule(), start, end, group, replaces, now) : null;
    }

    private String path(String rest) {
        return "/schedules/" + picture.schedule().id() + "/" + rest;
    }
}
