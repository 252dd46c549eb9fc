package dev.belfry.oncall.rota.ical;

import java.util.List;

/**
 * What a calendar says of an event beside its times.
 *
 * @param mails the addresses of those who are invited, or else that of the one who invites; lower case
 * @param free whether it leaves its owner free ({@code TRANSP:TRANSPARENT})
 * @param outOfOffice whether Outlook calls it so
 */
public record Event(String uid, String summary, List<String> mails, boolean free, boolean outOfOffice) {
    public Event {
        mails = List.copyOf(mails);
    }
}
