package dev.belfry.incident.incident.parking;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.incident.signal.alert.AlertCommands;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes parked records alerts of Belfry's own service; whatever their content, it never fails on it. */
public final class ParkingConsumer implements EventHandler {
    private static final int MOST_BODY = 64 * 1024;

    private final AlertCommands commands;
    private final InstantSource clock;

    public ParkingConsumer(AlertCommands commands, InstantSource clock) {
        this.commands = commands;
        this.clock = clock;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        return commands.take(tx, batch.stream().map(this::request).toList());
    }

    private AcceptedRequest request(Event event) {
        var text = event.data().toString(StandardCharsets.UTF_8);
        var raw = text.length() <= MOST_BODY ? text : text.substring(0, MOST_BODY);
        var id = Ids.derived("parked", event.topic(), event.partition(), event.offset());
        return ParkedAlert.of(read(event), raw, id, clock.instant());
    }

    private static @Nullable ParkedRecord read(Event event) {
        try {
            return event.deleted() ? null : event.as(ParkedRecord.class);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
