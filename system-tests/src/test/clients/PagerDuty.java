import com.github.dikhan.pagerduty.client.events.PagerDutyEventsClient;
import com.github.dikhan.pagerduty.client.events.domain.AcknowledgeIncident;
import com.github.dikhan.pagerduty.client.events.domain.EventResult;
import com.github.dikhan.pagerduty.client.events.domain.ImageContext;
import com.github.dikhan.pagerduty.client.events.domain.LinkContext;
import com.github.dikhan.pagerduty.client.events.domain.Payload;
import com.github.dikhan.pagerduty.client.events.domain.ResolveIncident;
import com.github.dikhan.pagerduty.client.events.domain.Severity;
import com.github.dikhan.pagerduty.client.events.domain.TriggerIncident;
import java.time.OffsetDateTime;
import java.util.List;
import org.json.JSONObject;

/** Sends one of three events of an alert as programs on PagerDuty's Java client do. Arguments: the address, the key, the event. */
class PagerDuty {
    private static final String KEY = "eu1/db-7/replication";

    public static void main(String[] arguments) throws Exception {
        var client = PagerDutyEventsClient.create(arguments[0] + "/v2/enqueue", arguments[0] + "/v2/change/enqueue");
        String key = arguments[1];
        for (int i = 2; i < arguments.length; i++) {
            print(switch (arguments[i]) {
                case "trigger" -> client.trigger(trigger(key));
                case "acknowledge" -> client.acknowledge(AcknowledgeIncident.AcknowledgeIncidentBuilder.newBuilder(key, KEY).build());
                case "resolve" -> client.resolve(ResolveIncident.ResolveIncidentBuilder.newBuilder(key, KEY).build());
                default -> throw new IllegalArgumentException(arguments[i]);
            });
        }
        System.exit(0);
    }

    private static TriggerIncident trigger(String key) {
        var image = new ImageContext("https://graphs.example.com/lag.png");
        image.setHref("https://graphs.example.com/lag");
        image.setAlt("Replication lag");
        var payload = Payload.Builder.newBuilder()
                .setSummary("Replication is 90 s behind on db-7")
                .setSource("db-7")
                .setSeverity(Severity.CRITICAL)
                .setTimestamp(OffsetDateTime.now())
                .setComponent("postgres")
                .setCustomDetails(new JSONObject().put("lag", 90).put("peer", new JSONObject().put("host", "db-8")))
                .build();
        return TriggerIncident.TriggerIncidentBuilder.newBuilder(key, payload)
                .setDedupKey(KEY)
                .setImages(List.of(image))
                .setLinks(List.of(new LinkContext("https://wiki.example.com/lag", "What to do")))
                .setClient("probe")
                .setClientUrl("https://probe.example.com")
                .build();
    }

    private static void print(EventResult result) {
        System.out.println(result.getStatus() + " | " + result.getMessage() + " | " + result.getDedupKey() + " | " + result.getErrors());
    }
}
