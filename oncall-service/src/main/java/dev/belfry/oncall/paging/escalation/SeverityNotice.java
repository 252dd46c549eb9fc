package dev.belfry.oncall.paging.escalation;

import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.id.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the person who acknowledged an incident is told when it gets worse: nobody is paged any more, so nothing else would reach them. */
final class SeverityNotice {
    private static final int LONGEST_TITLE = 150;

    private SeverityNotice() {}

    /**
     * Null when there is nothing to say, or nobody to say it to. Whoever raised it themselves knows.
     *
     * @param before the severity of the version that was seen before; null when none was
     */
    static @Nullable NoticeRequest of(@Nullable IncidentSeverity before, IncidentEvent change) {
        IncidentState incident = change.incident();
        UUID person = incident.acknowledgedBy();
        boolean held = incident.status() == IncidentStatus.ACKNOWLEDGED || incident.status() == IncidentStatus.SNOOZED;
        if (before == null || person == null || !held || incident.severity().compareTo(before) >= 0) {
            return null;
        }
        // Who acknowledges has seen how bad it is, even where the event that said so has not come by here.
        if (change.happened() == Happened.ACKNOWLEDGED
                || person.equals(change.by().userId())) {
            return null;
        }
        String who = change.happened() == Happened.SEVERITY_CHANGED
                ? " by " + change.by().name()
                : "";
        return new NoticeRequest(
                Ids.derived("severity-raised", incident.id(), change.version()),
                person,
                "incident.severity-raised",
                "Now " + incident.severity() + ": #" + incident.number() + " " + shortened(incident.title()),
                "The severity of incident #" + incident.number() + " (" + incident.serviceName() + ") was raised from "
                        + before + " to " + incident.severity() + who + ".\n\n" + incident.title()
                        + "\n\nYou have acknowledged it, so nobody is paged. Escalate it if you need others.\n",
                "/incidents/" + incident.number(),
                change.at());
    }

    private static String shortened(String title) {
        if (title.length() <= LONGEST_TITLE) {
            return title;
        }
        int end = Character.isHighSurrogate(title.charAt(LONGEST_TITLE - 1)) ? LONGEST_TITLE - 1 : LONGEST_TITLE;
        return title.substring(0, end) + "…";
    }
}
