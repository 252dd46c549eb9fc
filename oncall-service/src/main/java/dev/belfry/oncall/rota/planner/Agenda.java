package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.rota.schedule.Duty;
import dev.belfry.oncall.rota.schedule.Group;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.ScheduleOverride;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The same as a drawing, to be read: who is in a group and when, one line after the other.
 *
 * @param more whether there are lines that are not listed
 */
public record Agenda(String name, List<Line> lines, boolean more) {
    /**
     * @param people nobody where {@code gap}
     * @param note what put them there, or how long nobody is
     * @param href to the form that changes it; null when it is over
     */
    public record Line(
            String day,
            String times,
            List<String> people,
            String note,
            boolean gap,
            boolean now,
            @Nullable String href) {}

    /** @param me whose name gets ", you" */
    static List<Agenda> of(
            Picture picture, ZoneId zone, Instant from, Instant to, Instant now, @Nullable UUID me, int most) {
        List<Agenda> agendas = new ArrayList<>();
        for (Strand strand : Strand.of(picture, from, to)) {
            List<Strand.Piece> told = strand.pieces().stream()
                    .filter(piece -> piece.gap() || !piece.paged().isEmpty())
                    .toList();
            List<Line> lines = told.stream()
                    .limit(most)
                    .map(piece -> line(picture, strand, piece, zone, now, me))
                    .toList();
            agendas.add(new Agenda(strand.name(), lines, told.size() > most));
        }
        return agendas;
    }

    private static Line line(
            Picture picture, Strand strand, Strand.Piece piece, ZoneId zone, Instant now, @Nullable UUID me) {
        boolean here = !piece.start().isAfter(now) && piece.end().isAfter(now);
        Instant start = here ? now : piece.start();
        Set<String> people = new LinkedHashSet<>();
        Set<String> notes = new LinkedHashSet<>();
        if (here) {
            notes.add("now");
        }
        for (Duty duty : piece.paged()) {
            people.add(picture.roll().name(duty.user()) + (duty.user().equals(me) ? ", you" : ""));
            String note = note(picture, duty);
            if (!note.isEmpty()) {
                notes.add(note);
            }
        }
        piece.duties().stream()
                .filter(Duty::shadow)
                .forEach(duty -> notes.add(picture.roll().name(duty.user()) + " looks on"));
        if (piece.gap()) {
            notes.add(Times.length(Duration.between(start, piece.end())));
        }
        UUID only = piece.paged().size() == 1 ? piece.paged().getFirst().user() : null;
        return new Line(
                Times.day(start, zone),
                Times.span(start, piece.end(), zone),
                List.copyOf(people),
                String.join(", ", notes),
                piece.gap(),
                here,
                strand.group() == null
                        ? null
                        : Exceptions.form(picture.schedule(), piece.start(), piece.end(), strand.group(), only, now));
    }

    private static String note(Picture picture, Duty duty) {
        return switch (duty.source()) {
            case OVERRIDE, SWAP -> {
                ScheduleOverride by = picture.overrides().stream()
                        .filter(one -> one.id().equals(duty.by()))
                        .findFirst()
                        .orElse(null);
                String word = duty.source() == Source.SWAP ? "swap" : "override";
                UUID goes = by == null ? null : by.replaces();
                yield goes == null ? word : "for " + picture.roll().name(goes) + ", " + word;
            }
            case TEMPORARY -> "temporary schedule";
            case LAYER -> layer(picture, duty.by());
        };
    }

    /** Its name, where the group has several. */
    private static String layer(Picture picture, UUID id) {
        for (Group group : picture.schedule().groups()) {
            for (Layer layer : group.layers()) {
                if (layer.id().equals(id)) {
                    return group.layers().size() > 1 ? layer.name() : "";
                }
            }
        }
        return "";
    }
}
