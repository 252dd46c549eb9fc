package dev.belfry.incident.incident.draft;

/** What can be drafted. */
public enum DraftKind {
    /** For who joins now. */
    SUMMARY(
            "You write a summary of a running incident for an engineer who joins now: what is broken, what was tried, what is"
                    + " next. At most 120 words."),
    /** For people who wait. */
    UPDATE(
            "You write an update on an incident for people outside the team: what does not work for them, what is being done."
                    + " No technical terms, no promise of a time. At most 80 words."),
    /** For who reads it later. */
    POSTMORTEM(
            "You write the section \"What happened\" of a blameless postmortem in Markdown, in the order of time, without a"
                    + " heading. At most 250 words.");

    private final String task;

    DraftKind(String task) {
        this.task = task;
    }

    String task() {
        return task;
    }

    /** The draft behind what was typed already, of which nothing is lost. */
    public static String behind(String typed, Drafted drafted) {
        if (!(drafted instanceof Drafted.Text draft)) {
            return typed;
        }
        return typed.isBlank() ? draft.text() : typed.stripTrailing() + "\n\n" + draft.text();
    }
}
