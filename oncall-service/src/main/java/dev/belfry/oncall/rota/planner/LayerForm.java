package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.rota.schedule.Layer;
import dev.belfry.oncall.rota.schedule.LayerDraft;
import dev.belfry.oncall.rota.schedule.Member;
import dev.belfry.oncall.rota.schedule.RestrictionDraft;
import dev.belfry.oncall.rota.schedule.Rotation;
import dev.belfry.oncall.rota.schedule.RotationUnit;
import dev.belfry.oncall.rota.schedule.TurnsDraft;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A layer as it stands in the form.
 *
 * @param id empty for one that is new
 * @param kept what the form has no field for, in words; it stays as it is
 * @param ruled its turns are among that
 * @param start when the first turn begins: it gives the day and the time of every hand-off
 * @param worked whether turns without any of the hours are left out when members take turns
 * @param find a part of a name to look for
 */
public record LayerForm(
        String id,
        String name,
        List<String> kept,
        boolean ruled,
        String unit,
        String every,
        String inARow,
        String start,
        String from,
        String until,
        boolean worked,
        List<MemberForm> members,
        List<HoursForm> hours,
        String find) {
    static final int MOST_MEMBERS = 150;
    static final int MOST_HOURS = 14;

    /** @param user empty for a vacant place */
    public record MemberForm(String user, String from, String until) {
        static MemberForm of(Member member) {
            return new MemberForm(
                    member.user() == null ? "" : member.user().toString(),
                    member.from() == null ? "" : member.from().toString(),
                    member.until() == null ? "" : member.until().toString());
        }

        static MemberForm read(String text) {
            String[] parts = text.split("\\|", -1);
            return new MemberForm(
                    Uuids.of(parts[0]) == null ? "" : parts[0],
                    parts.length > 1 ? parts[1] : "",
                    parts.length > 2 ? parts[2] : "");
        }

        /** As it travels in the form. */
        public String text() {
            return user + "|" + from + "|" + until;
        }

        /** Empty when the place is always theirs. */
        public String limits() {
            return (from.isEmpty() ? "" : " from " + from.replace('T', ' '))
                    + (until.isEmpty() ? "" : " until " + until.replace('T', ' '));
        }
    }

    /** Hours of some days of the week, in which the layer counts. */
    public record HoursForm(List<String> days, String from, String to) {}

    static LayerForm blank(String name, LocalDate monday) {
        return new LayerForm(
                "",
                name,
                List.of(),
                false,
                "weekly",
                "1",
                "1",
                monday + "T09:00",
                "",
                "",
                false,
                List.of(),
                List.of(),
                "");
    }

    static LayerForm of(Layer layer) {
        Rotation rotation = layer.rotation();
        boolean ruled = !rotation.rules().isEmpty() || rotation.lengths().size() > 1;
        List<String> kept = new ArrayList<>();
        if (ruled) {
            kept.add("Its turns go " + LayerWords.turns(rotation) + ".");
        }
        if (rotation.wallAligned()) {
            kept.add("Its hours are counted by the wall clock.");
        }
        if (layer.ownZone() != null) {
            kept.add("Its times are those of " + layer.ownZone().getId() + ".");
        }
        return new LayerForm(
                layer.id().toString(),
                layer.name(),
                kept,
                ruled,
                rotation.unit().name().toLowerCase(Locale.ROOT),
                String.valueOf(rotation.lengths().getFirst()),
                String.valueOf(rotation.shiftsPerMember()),
                rotation.start().toString(),
                text(layer.from()),
                text(layer.until()),
                layer.worked(),
                layer.members().stream().map(MemberForm::of).toList(),
                layer.restrictions().stream()
                        .map(RestrictionDraft::of)
                        .map(one -> new HoursForm(
                                one.days().stream().map(DayOfWeek::name).toList(),
                                Objects.requireNonNullElse(one.from(), "00:00"),
                                Objects.requireNonNullElse(one.to(), "24:00")))
                        .toList(),
                "");
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static boolean holds(Layer layer) {
        return layer.members().size() <= MOST_MEMBERS && layer.restrictions().size() <= MOST_HOURS;
    }

    static LayerForm read(Fields fields, String at) {
        List<HoursForm> hours = new ArrayList<>();
        int count = fields.count(at + ".hours", MOST_HOURS);
        for (int h = 0; h < count; h++) {
            String here = at + ".h" + h;
            hours.add(new HoursForm(fields.all(here + ".day"), fields.one(here + ".from"), fields.one(here + ".to")));
        }
        return new LayerForm(
                fields.one(at + ".id"),
                fields.one(at + ".name"),
                fields.all(at + ".kept"),
                !fields.one(at + ".ruled").isEmpty(),
                fields.one(at + ".unit"),
                fields.one(at + ".every"),
                fields.one(at + ".inARow"),
                fields.one(at + ".start"),
                fields.one(at + ".from"),
                fields.one(at + ".until"),
                !fields.one(at + ".worked").isEmpty(),
                fields.all(at + ".member").stream()
                        .limit(MOST_MEMBERS)
                        .map(MemberForm::read)
                        .toList(),
                hours,
                fields.one(at + ".find"));
    }

    LayerForm with(List<MemberForm> others) {
        return of(others, hours);
    }

    LayerForm within(List<HoursForm> others) {
        return of(members, others);
    }

    private LayerForm of(List<MemberForm> members, List<HoursForm> hours) {
        return new LayerForm(
                id,
                name,
                kept,
                ruled,
                unit,
                every,
                inARow,
                start,
                from,
                until,
                worked,
                List.copyOf(members),
                List.copyOf(hours),
                find);
    }

    LayerForm found() {
        return new LayerForm(
                id, name, kept, ruled, unit, every, inARow, start, from, until, worked, members, hours, "");
    }

    void check(String at, Map<String, String> bad) {
        EditorForm.named(name, at + ".name", "the layer", bad);
        if (members.isEmpty()) {
            bad.put(at + ".find", "Add the people who take turns.");
        }
        if (!ruled) {
            if (read() == null) {
                bad.put(at + ".unit", "Choose how long a turn is.");
            }
            number(every, 366, at + ".every", bad);
        }
        number(inARow, 100, at + ".inARow", bad);
        for (int h = 0; h < hours.size(); h++) {
            if (hours.get(h).days.isEmpty()) {
                bad.put(at + ".h" + h + ".from", "Tick the days on which these hours count.");
            } else if (hours.get(h).days.stream().anyMatch(day -> day(day) == null)) {
                bad.put(at + ".h" + h + ".from", "Tick days of the week.");
            }
        }
    }

    private static void number(String text, int most, String field, Map<String, String> bad) {
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > most) {
            bad.put(field, "Enter a number from 1 to " + most + ".");
        }
    }

    private @Nullable RotationUnit read() {
        for (RotationUnit one : RotationUnit.values()) {
            if (one.name().equalsIgnoreCase(unit)) {
                return one;
            }
        }
        return null;
    }

    private static @Nullable DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equalsIgnoreCase(text)) {
                return day;
            }
        }
        return null;
    }

    /** @param all the layers of the version the form began with: the rest of this one stays as it is there */
    LayerDraft draft(Map<UUID, Layer> all) {
        UUID own = Uuids.of(id);
        Layer before = own == null ? null : all.get(own);
        LayerDraft kept = before == null ? null : LayerDraft.of(before);
        TurnsDraft turns = kept == null ? null : kept.rotation();
        int row = Integer.parseInt(inARow);
        TurnsDraft changed = ruled && turns != null
                ? new TurnsDraft(
                        turns.unit(),
                        turns.every(),
                        turns.lengths(),
                        turns.start(),
                        row == 1 ? null : row,
                        turns.wallAligned(),
                        turns.rules(),
                        turns.dates(),
                        turns.exceptDates())
                : new TurnsDraft(
                        read(),
                        every.isEmpty() ? null : Integer.valueOf(every),
                        null,
                        start,
                        row == 1 ? null : row,
                        turns == null ? null : turns.wallAligned(),
                        null,
                        null,
                        null);
        return new LayerDraft(
                own,
                name,
                changed,
                members.stream()
                        .map(member -> new LayerDraft.MemberDraft(
                                Uuids.of(member.user), some(member.from), some(member.until)))
                        .toList(),
                hours.isEmpty() ? null : hours.stream().map(LayerForm::hours).toList(),
                worked ? LayerDraft.TurnCount.WORKED : null,
                some(from),
                some(until),
                kept == null ? null : kept.timeZone());
    }

    private static RestrictionDraft hours(HoursForm one) {
        List<DayOfWeek> days =
                one.days.stream().map(LayerForm::day).filter(Objects::nonNull).toList();
        // The field for a time knows no 24:00: midnight as an end is the end of the day.
        String to = one.to.isEmpty() || one.to.equals("00:00") ? "24:00" : one.to;
        return new RestrictionDraft(days, one.from.isEmpty() ? "00:00" : one.from, to);
    }

    private static @Nullable String some(String text) {
        return text.isEmpty() ? null : text;
    }
}
