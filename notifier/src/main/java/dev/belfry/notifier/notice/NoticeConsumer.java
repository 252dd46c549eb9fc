package dev.belfry.notifier.notice;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Keeps what people are to be told, and arms the timer that tells them at once. */
public final class NoticeConsumer implements EventHandler {
    private final NoticeStore store;

    NoticeConsumer(NoticeStore store) {
        this.store = store;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var byId = new LinkedHashMap<UUID, NoticeRequest>();
        batch.stream()
                .filter(event -> event.type().equals(NoticeRequest.TYPE))
                .map(event -> event.as(NoticeRequest.class))
                .forEach(notice -> byId.putIfAbsent(notice.id(), notice));
        if (byId.isEmpty()) {
            return Future.succeededFuture();
        }
        return store.add(tx, List.copyOf(byId.values()))
                .onSuccess(added -> added.forEach(id -> NoticeTimer.arm(tx, id, 0)))
                .mapEmpty();
    }
}
