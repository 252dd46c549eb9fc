package dev.belfry.oncall.rota.schedule;

/** What somebody typed to add an override, kept when it could not be taken, with why. */
public record OverrideForm(
        String schedule,
        String kind,
        String group,
        String user,
        String replaces,
        String start,
        String end,
        String error) {
    static final OverrideForm EMPTY = new OverrideForm("", "replace", "", "", "", "", "", "");

    OverrideForm refused(String why) {
        return new OverrideForm(schedule, kind, group, user, replaces, start, end, why);
    }
}
