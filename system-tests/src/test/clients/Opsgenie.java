import com.ifountain.opsgenie.client.OpsGenieClient;
import com.ifountain.opsgenie.client.swagger.ApiException;
import com.ifountain.opsgenie.client.swagger.api.AlertApi;
import com.ifountain.opsgenie.client.swagger.model.AcknowledgeAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.AddAlertNoteRequest;
import com.ifountain.opsgenie.client.swagger.model.AssignAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.CloseAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.CreateAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.DeleteAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.EscalateAlertToNextRequest;
import com.ifountain.opsgenie.client.swagger.model.EscalationRecipient;
import com.ifountain.opsgenie.client.swagger.model.ListAlertNotesRequest;
import com.ifountain.opsgenie.client.swagger.model.ListAlertsRequest;
import com.ifountain.opsgenie.client.swagger.model.SnoozeAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.SuccessResponse;
import com.ifountain.opsgenie.client.swagger.model.TeamRecipient;
import com.ifountain.opsgenie.client.swagger.model.UserRecipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.time.DateTime;

/**
 * What a program on Opsgenie's own SDK does in the life of an alert, with each method of it that such programs use.
 * Prints a line for each answer. Arguments: the address, the key, and the names of a team, a user and an escalation.
 */
class Opsgenie {
    private static final String ALIAS = "eu1/db 7: disk ";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AlertApi alerts;

    private Opsgenie(String address, String key) {
        var client = new OpsGenieClient();
        client.setRootUri(address);
        client.setApiKey(key);
        alerts = client.alertV2();
    }

    public static void main(String[] arguments) throws Exception {
        new Opsgenie(arguments[0], arguments[1]).live(arguments[2], arguments[3], arguments[4]);
        // The SDK keeps threads that would keep the process.
        System.exit(0);
    }

    private void live(String team, String user, String escalation) throws Exception {
        String id = created(team);
        shown("by alias", ALIAS, "alias");
        listed("status: open AND tag: prod AND responders: \"" + team + "\"");
        done("acknowledge", alerts.acknowledgeAlert(ALIAS, "alias", new AcknowledgeAlertRequest().user("Zoe")));
        done("note", alerts.addNote(id, new AddAlertNoteRequest().note("I look at it").user("Zoe"), "id"));
        notes(id);
        done("assign", alerts.assignAlert(id, new AssignAlertRequest().owner(user(user)), "id"));
        shown("assigned", id, "id");
        done("assign to nobody known", alerts.assignAlert(id, new AssignAlertRequest().owner(user("Nobody")), "id"));
        done("escalate", alerts.escalateAlert(id, new EscalateAlertToNextRequest().escalation(escalation(escalation)), "id"));
        done("escalate to none known", alerts.escalateAlert(id, new EscalateAlertToNextRequest().escalation(escalation("No such")), "id"));
        done("snooze", alerts.snoozeAlert(id, new SnoozeAlertRequest().endTime(DateTime.now().plusHours(1)), "id"));
        shown("snoozed", id, "id");
        done("close", alerts.closeAlert(ALIAS, "alias", new CloseAlertRequest().note("Done")));
        shown("closed", id, "id");
        done("delete", alerts.deleteAlert(new DeleteAlertRequest().identifier(id)
                .identifierType(DeleteAlertRequest.IdentifierTypeEnum.ID)));
        refused("deleted", () -> alerts.getAlert(id, "id"));
        listed("alias: \"" + ALIAS + "\"");
    }

    private String created(String team) throws Exception {
        var request = new CreateAlertRequest()
                .message("Disk 97 % full on db-7")
                .alias(ALIAS)
                .description("The write-ahead log grows")
                .addTeamsItem(new TeamRecipient().name(team))
                .actions(List.of("restart", "grow"))
                .tags(List.of("prod", "disk"))
                .details(Map.of("mount", "/var", "höhe", "97"))
                .entity("db-7")
                .priority(CreateAlertRequest.PriorityEnum.P2)
                .note("First seen by the night job")
                .user("probe")
                .source("host1");
        return done("create", alerts.createAlert(request));
    }

    /** Waits until a request has been processed, as the SDK's users do; answers the id of its alert. */
    private String done(String what, SuccessResponse taken) throws Exception {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                var data = alerts.getRequestStatus(taken.getRequestId()).getData();
                print(what, data.getIsSuccess(), data.getAction(), data.getStatus());
                return data.getAlertId();
            } catch (ApiException refused) {
                if (refused.getCode() != 404 || Instant.now().isAfter(until)) {
                    throw refused;
                }
                Thread.sleep(50);
            }
        }
    }

    private void shown(String what, String identifier, String type) throws ApiException {
        var alert = alerts.getAlert(identifier, type).getData();
        print(what, alert.getAlias(), alert.getMessage(), alert.getStatus(), alert.getPriority(), "acknowledged " + alert.getAcknowledged(),
                "owner " + alert.getOwner(), "snoozed " + alert.getSnoozed() + " " + (alert.getSnoozedUntil() != null), alert.getTags(),
                alert.getActions(), new TreeMap<>(alert.getDetails()), alert.getEntity(), alert.getDescription(), alert.getSource(),
                alert.getTeams().size() + " team");
    }

    private void listed(String query) throws ApiException {
        var found = alerts.listAlerts(new ListAlertsRequest().query(query).limit(10)).getData();
        print("list", found.stream().map(alert -> alert.getAlias()).toList());
    }

    private void notes(String id) throws ApiException {
        var notes = alerts.listNotes(new ListAlertNotesRequest().identifier(id)
                .identifierType(ListAlertNotesRequest.IdentifierTypeEnum.ID)).getData();
        print("notes", notes.stream().map(note -> note.getNote()).sorted().toList());
    }

    private static UserRecipient user(String name) {
        return new UserRecipient().username(name);
    }

    private static EscalationRecipient escalation(String name) {
        return new EscalationRecipient().name(name);
    }

    private interface Call {
        Object make() throws ApiException;
    }

    private static void refused(String what, Call call) {
        try {
            print(what, call.make());
        } catch (ApiException refused) {
            print(what, refused.getCode());
        }
    }

    private static void print(String what, Object... facts) {
        System.out.println(what + ": " + String.join(" | ", java.util.Arrays.stream(facts).map(String::valueOf).toList()));
    }
}
