package dev.belfry.incident.incident.update;

import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.timeline.Notice;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.id.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** The words of an update and of the reminder that one is due, with the times in their reader's zone. */
final class UpdateMail {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm z", Locale.ENGLISH);
    private static final int LONGEST_TITLE = 120;

    private UpdateMail() {}

    static Message update(StakeholderUpdate update, Incident incident, UserEntry to, Instant now) {
        var next = update.nextUpdateBy() == null ? "" : "\n\nNext update by " + said(update.nextUpdateBy(), to) + ".";
        var text = update.text() + next + "\n\n" + standing(incident) + "\nWritten by " + update.author() + ".\n";
        return notice(
                Ids.derived("stakeholder-update", update.id(), to.id()),
                to,
                "incident.update",
                "Update on #" + incident.number() + ": " + shortened(incident.title()),
                text,
                incident,
                now);
    }

    static Message reminder(Incident incident, Instant due, UserEntry to, Instant now) {
        return notice(
                Ids.derived("update-due", incident.id(), due, to.id()),
                to,
                "incident.update-due",
                "Stakeholder update due: #" + incident.number() + " " + shortened(incident.title()),
                "An update about incident #" + incident.number() + " was due at " + said(due, to)
                        + ", and none has been sent.\n\n" + standing(incident)
                        + "\nSend one from the incident's page, even if there is nothing new: say so, and when the next"
                        + " one comes.\n",
                incident,
                now);
    }

    private static String standing(Incident incident) {
        return "#" + incident.number() + " " + incident.title() + "\n" + incident.serviceName() + ", "
                + incident.severity() + ", " + incident.status().name().toLowerCase(Locale.ROOT) + ".";
    }

    private static Message notice(
            UUID id, UserEntry to, String kind, String subject, String text, Incident incident, Instant now) {
        return Notice.of(id, to, kind, subject, text, "/incidents/" + incident.number(), now);
    }

    private static String said(Instant at, UserEntry to) {
        ZoneId zone;
        try {
            zone = ZoneId.of(to.timeZone());
        } catch (DateTimeException unknown) {
            zone = ZoneOffset.UTC;
        }
        return at.atZone(zone).format(TIME);
    }

    private static String shortened(String title) {
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
    }
}
