package dev.belfry.oncall.rota.ical;

import java.util.List;

/**
 * What a calendar says of an event beside its times.
 *
 * @param mails the addresses of those who are invited and have not declined, or else that of the one who invites; lower case
 * @param declined the addresses of those who declined, or passed it to somebody else; lower case
 */
public record Event(String uid, String summary, List<String> mails, List<String> declined, Presence presence) {
    /** How the calendar's owner spends the time, as far as programs tell. */
    public enum Presence {
        BUSY,
        /** {@code TRANSP:TRANSPARENT}, or free in Outlook. */
        FREE,
        /** At work, in another place. */
        ELSEWHERE,
        /** Out of office in Outlook. */
        AWAY
    }

    public Event {
        mails = List.copyOf(mails);
        declined = List.copyOf(declined);
    }

    /** Nobody who was invited comes. */
    public boolean off() {
        return mails.isEmpty() && !declined.isEmpty();
    }
}
