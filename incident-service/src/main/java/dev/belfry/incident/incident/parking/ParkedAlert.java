package dev.belfry.incident.incident.parking;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says of a parked record what a sender says of a full disk: Belfry is its own sender. */
final class ParkedAlert {
    /** The door of Belfry's own service that no sender can open. */
    static final UUID DOOR = Ids.derived("integration", "belfry", "parking");

    private ParkedAlert() {}

    /**
     * One alert for each consumer and topic: a thousand parked records are one trouble.
     *
     * @param parked null when the parked record itself cannot be read
     */
    static AcceptedRequest of(@Nullable ParkedRecord parked, String raw, UUID id, Instant at) {
        var signal = parked == null ? unreadable(id, at) : signal(parked, id, at);
        var body = parked == null ? raw : word(parked.data());
        return new AcceptedRequest(id, DOOR, Service.BELFRY, "parked", at, body, List.of(signal));
    }

    private static AlertSignal signal(ParkedRecord parked, UUID id, Instant at) {
        var consumer = word(parked.consumer());
        var topic = word(parked.topic());
        return new AlertSignal(
                id,
                AlertAction.TRIGGER,
                "parked/" + consumer + "/" + topic,
                consumer + " could not process a record of " + topic + " and has set it aside",
                AlertSeverity.ERROR,
                consumer,
                topic,
                at,
                Map.of(
                        "error", word(parked.error()),
                        "topic", topic,
                        "partition", Integer.toString(parked.partition()),
                        "offset", Long.toString(parked.offset()),
                        "key", word(parked.key()),
                        "type", word(parked.type())),
                List.of());
    }

    private static AlertSignal unreadable(UUID id, Instant at) {
        return new AlertSignal(
                id,
                AlertAction.TRIGGER,
                "parked/unreadable",
                "A record was set aside that cannot even be read",
                AlertSeverity.ERROR,
                null,
                null,
                at,
                Map.of(),
                List.of());
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text;
    }
}
