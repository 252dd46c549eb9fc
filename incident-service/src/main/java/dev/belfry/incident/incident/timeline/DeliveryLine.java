package dev.belfry.incident.incident.timeline;

import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.incident.Actor;
import java.util.HashMap;
import java.util.Locale;
import java.util.UUID;

/** Says what became of a page, in words for the timeline. */
final class DeliveryLine {
    private DeliveryLine() {}

    static Entry of(UUID event, DeliveryEvent delivery, String person) {
        var data = new HashMap<String, String>();
        data.put("channel", delivery.channel());
        data.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        data.put("page", delivery.pageId().toString());
        data.put("user", delivery.userId().toString());
        if (delivery.detail() != null) {
            data.put("detail", delivery.detail());
        }
        return new Entry(
                delivery.incidentId(),
                0,
                delivery.at(),
                "delivery",
                Actor.SYSTEM,
                text(delivery, person),
                data,
                new Entry.Source(event, 0));
    }

    private static String text(DeliveryEvent delivery, String person) {
        var what = channel(delivery.channel()) + " to " + person;
        var why = delivery.detail() == null ? "" : ": " + delivery.detail();
        return switch (delivery.state()) {
            case SENT -> what + " sent";
            case FAILED -> what + " failed" + why;
            case CANCELLED -> what + " not sent" + why;
            case DEFERRED -> "Nothing has reached " + person + " yet, still trying" + why;
            case UNDELIVERABLE -> person + " cannot be reached" + why;
        };
    }

    private static String channel(String channel) {
        return switch (channel) {
            case "email" -> "E-mail";
            case "webhook" -> "Webhook";
            case "none" -> "Page";
            case "sms" -> "SMS";
            case "voice" -> "Call";
            default ->
                channel.substring(0, 1).toUpperCase(Locale.ROOT)
                        + channel.substring(1).replace('_', ' ');
        };
    }
}
