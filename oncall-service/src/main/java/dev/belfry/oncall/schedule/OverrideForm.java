package dev.belfry.oncall.schedule;

/** What somebody typed to add an override, kept when it could not be taken, with why. */
public record OverrideForm(String schedule, String user, String start, String end, String error) {
    static final OverrideForm EMPTY = new OverrideForm("", "", "", "", "");

    OverrideForm refused(String why) {
        return new OverrideForm(schedule, user, start, end, why);
    }
}
