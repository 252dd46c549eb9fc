package dev.belfry.oncall.rota.schedule;

/** What was typed into the form for an override; when it is refused, the form keeps it and says why. */
public record OverrideForm(
        String schedule,
        String kind,
        String group,
        String user,
        String replaces,
        String start,
        String end,
        String correction,
        String error) {
    static final OverrideForm EMPTY = new OverrideForm("", "replace", "", "", "", "", "", "", "");

    OverrideForm refused(String why) {
        return new OverrideForm(schedule, kind, group, user, replaces, start, end, correction, why);
    }
}
