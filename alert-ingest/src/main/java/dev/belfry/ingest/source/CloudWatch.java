package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.ingest.sns.SnsEnvelope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amazon CloudWatch's alarms: metric, metric-math and composite, through SNS in its envelope or raw, or as an event of
 * EventBridge. ALARM triggers and OK resolves. INSUFFICIENT_DATA is a warning, whatever was before: who asked CloudWatch
 * to tell of it wants to know that the alarm is blind, and being blind is no recovery. Anything else that SNS brings is
 * a coarse alert.
 */
public final class CloudWatch implements Source {
    private static final Set<String> ENVELOPES =
            Set.of("Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation");

    @Override
    public String format() {
        return "cloudwatch";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var text = incoming.text().strip();
        var tree = Fields.tree(incoming);
        boolean raw = incoming.header().apply("x-amz-sns-rawdelivery").equalsIgnoreCase("true");
        if (tree.isEmpty() || !tree.get().isObject()) {
            return raw && !text.isEmpty()
                    ? alert(
                            incoming,
                            new Draft(minting)
                                    .summary(text)
                                    .detail("message", text)
                                    .signal())
                    : Normalised.unreadable("The body is not a JSON object.");
        }
        var body = tree.get();
        var type = Fields.text(body, "Type");
        if (raw || !ENVELOPES.contains(type) || !body.has("TopicArn")) {
            return alert(incoming, content(body, new Draft(minting)));
        }
        return new Normalised.Signed(envelope(type, body), opened(type, body, incoming, minting));
    }

    private static Normalised alert(Incoming incoming, AlertSignal signal) {
        return Normalised.Accepted.alerts(incoming.routingKey(), List.of(signal));
    }

    private static SnsEnvelope envelope(String type, JsonNode body) {
        return new SnsEnvelope(
                type,
                exactly(body, "MessageId"),
                exactly(body, "TopicArn"),
                body.hasNonNull("Subject") ? exactly(body, "Subject") : null,
                exactly(body, "Message"),
                exactly(body, "Timestamp"),
                exactly(body, "SignatureVersion"),
                exactly(body, "Signature"),
                exactly(body, "SigningCertURL"),
                optional(body, "Token"),
                optional(body, "SubscribeURL"));
    }

    private static String exactly(JsonNode body, String name) {
        return body.path(name).asText("");
    }

    private static @Nullable String optional(JsonNode body, String name) {
        return body.hasNonNull(name) ? exactly(body, name) : null;
    }

    private static Normalised opened(String type, JsonNode body, Incoming incoming, Minting minting) {
        var topic = Fields.text(body, "TopicArn");
        if (type.equals("SubscriptionConfirmation")) {
            return Normalised.Accepted.alerts(incoming.routingKey(), List.of());
        }
        if (type.equals("UnsubscribeConfirmation")) {
            return alert(
                    incoming,
                    new Draft(minting)
                            .key("unsubscribed", topic)
                            .summary("Amazon SNS sends no more alarms of " + topic + ": the subscription was ended")
                            .severity(AlertSeverity.WARNING)
                            .source(topic)
                            .signal());
        }
        var message = Forms.inner(body, "Message");
        var draft = new Draft(minting).detail("topic", topic);
        if (message.isObject()) {
            return alert(incoming, content(message, draft.at(Fields.time(body, "Timestamp"))));
        }
        var text = Fields.text(body, "Message");
        return alert(
                incoming,
                draft.summary(Fields.text(body, "Subject"), text)
                        .source(topic)
                        .at(Fields.time(body, "Timestamp"))
                        .detail("message", text)
                        .signal());
    }

    private static AlertSignal content(JsonNode message, Draft draft) {
        return (message.has("detail-type") ? event(message, draft) : alarm(message, draft)).signal();
    }

    private static Draft alarm(JsonNode alarm, Draft draft) {
        var name = Fields.text(alarm, "AlarmName");
        var arn = Fields.text(alarm, "AlarmArn");
        var trigger = alarm.path("Trigger");
        if (name.isEmpty()) {
            return draft.key(arn)
                    .summary(Fields.text(alarm, "Subject", "subject", "title", "message"), "A message of Amazon SNS")
                    .allDetails(alarm, "");
        }
        state(Fields.text(alarm, "NewStateValue"), draft)
                .key(
                        arn.isEmpty()
                                ? Fields.text(alarm, "AWSAccountId") + "/" + Fields.text(alarm, "Region") + "/" + name
                                : arn)
                .summary(title(name, Fields.text(alarm, "NewStateReason")))
                .description(Fields.text(alarm, "AlarmDescription"))
                .component(Fields.text(trigger, "Namespace"))
                .source(dimensions(trigger.path("Dimensions"), draft))
                .at(Fields.time(alarm, "StateChangeTime"))
                .details(
                        alarm,
                        "AlarmName",
                        "OldStateValue",
                        "NewStateValue",
                        "NewStateReason",
                        "Region",
                        "AWSAccountId",
                        "AlarmRule")
                .details(
                        trigger,
                        "MetricName",
                        "Namespace",
                        "Statistic",
                        "Period",
                        "ComparisonOperator",
                        "Threshold",
                        "TreatMissingData")
                .link(console(arn, name), "CloudWatch");
        for (var metric : trigger.path("Metrics")) {
            var expression = Fields.text(metric, "Expression");
            draft.detail(
                    "metric." + Fields.text(metric, "Id"),
                    expression.isEmpty() ? Fields.text(metric, "MetricStat") : expression);
        }
        int child = 0;
        for (var triggering : alarm.path("TriggeringChildren")) {
            draft.detail("child." + child, Fields.text(triggering, "Arn"));
            child++;
        }
        return draft;
    }

    private static Draft event(JsonNode event, Draft draft) {
        var detail = event.path("detail");
        var name = Fields.text(detail, "alarmName");
        var arn = Fields.first(event, "resources");
        draft.source(Fields.text(event, "source"))
                .details(event, "detail-type", "region", "account")
                .at(Fields.time(event, "time"));
        if (name.isEmpty()) {
            return draft.key(Fields.text(event, "id"))
                    .summary(title(Fields.text(event, "detail-type"), Fields.text(event, "source")))
                    .allDetails(detail, "");
        }
        var state = detail.path("state");
        return state(Fields.text(state, "value"), draft)
                .key(
                        arn.isEmpty()
                                ? Fields.text(event, "account") + "/" + Fields.text(event, "region") + "/" + name
                                : arn)
                .summary(title(name, Fields.text(state, "reason")))
                .description(Fields.text(detail.path("configuration"), "description"))
                .detail("AlarmName", name)
                .detail("NewStateValue", Fields.text(state, "value"))
                .detail("NewStateReason", Fields.text(state, "reason"))
                .detail("OldStateValue", Fields.text(detail.path("previousState"), "value"))
                .at(Fields.time(state, "timestamp"))
                .link(console(arn, name), "CloudWatch");
    }

    private static Draft state(String state, Draft draft) {
        return switch (state) {
            case "OK" -> draft.action(AlertAction.RESOLVE);
            case "INSUFFICIENT_DATA" -> draft.severity(AlertSeverity.WARNING);
            default -> draft;
        };
    }

    private static String title(String name, String reason) {
        return reason.isEmpty() ? name : name + ": " + reason;
    }

    private static String dimensions(JsonNode dimensions, Draft draft) {
        var first = "";
        for (var dimension : dimensions) {
            var value = Fields.text(dimension, "value");
            draft.detail("dimension." + Fields.text(dimension, "name"), value);
            first = first.isEmpty() ? value : first;
        }
        return first;
    }

    /** {@code arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME}; China and the government's clouds have other consoles. */
    private static String console(String arn, String name) {
        var parts = arn.split(":", 5);
        return parts.length == 5 && parts[1].equals("aws") && parts[3].matches("[a-z0-9-]{3,30}")
                ? "https://" + parts[3] + ".console.aws.amazon.com/cloudwatch/home?region=" + parts[3]
                        + "#alarmsV2:alarm/" + Percent.encode(name)
                : "";
    }
}
