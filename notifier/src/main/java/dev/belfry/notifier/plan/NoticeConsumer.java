package dev.belfry.notifier.plan;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Takes in the notices that others ask for. */
public final class NoticeConsumer implements EventHandler {
    private final NoticeCommands commands;

    public NoticeConsumer(NoticeCommands commands) {
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var byId = new LinkedHashMap<UUID, NoticeRequest>();
        batch.stream()
                .filter(event -> event.type().equals(NoticeRequest.TYPE))
                .map(event -> event.as(NoticeRequest.class))
                .forEach(notice -> byId.putIfAbsent(notice.id(), notice));
        return commands.tell(tx, List.copyOf(byId.values()));
    }
}
