package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.service.Profile;
import dev.belfry.incident.incident.field.FieldValue;
import dev.belfry.incident.incident.link.IncidentLink;
import dev.belfry.incident.incident.role.RoleView;
import dev.belfry.incident.incident.runbook.Attached;
import dev.belfry.incident.incident.severity.ResponseRule;
import dev.belfry.incident.incident.task.Task;
import dev.belfry.incident.incident.update.StatusPost;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who does what in an incident, as its page shows it.
 *
 * @param acknowledgeEnds when paging starts again unless somebody does something; null when it does not
 * @param profile what is known of the service: its runbook and links
 * @param updateDue when stakeholders wait for the next update; null when none is due
 * @param statusPost what customers were last told on a status page; null when they were told nothing
 */
public record CrewView(
        List<RoleView> roles,
        List<Task> tasks,
        List<IncidentLink> links,
        ResponseRule rule,
        @Nullable Instant updateDue,
        @Nullable StatusPost statusPost,
        @Nullable Instant acknowledgeEnds,
        @Nullable String conference,
        @Nullable String runbook,
        List<Attached> runbooks,
        List<FieldValue> fields,
        Profile profile) {

    public long tasksDone() {
        return tasks.stream().filter(Task::done).count();
    }
}
