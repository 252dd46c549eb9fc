package dev.belfry.status.announcement;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import dev.belfry.platform.id.Ids;
import dev.belfry.status.page.StatusPage;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** Posts what responders of incidents wrote for customers, each request once, and answers what became of it. */
public final class RequestConsumer implements EventHandler {
    private final StatusPageStore pages;
    private final AnnouncementCommands commands;
    private final BiFunction<StatusPage, UUID, String> permalink;
    private final InstantSource clock;

    /** @param permalink where customers read a post of a page */
    public RequestConsumer(
            StatusPageStore pages,
            AnnouncementCommands commands,
            BiFunction<StatusPage, UUID, String> permalink,
            InstantSource clock) {
        this.pages = pages;
        this.commands = commands;
        this.permalink = permalink;
        this.clock = clock;
    }

    /** Two may be for the same page: all pages are held first, in the order in which everybody holds them. */
    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var requests = batch.stream()
                .filter(event -> !event.deleted() && event.type().equals(AnnouncementRequest.TYPE))
                .map(event -> event.as(AnnouncementRequest.class))
                .toList();
        if (requests.isEmpty()) {
            return Future.succeededFuture();
        }
        return pages.lock(
                        tx,
                        requests.stream()
                                .map(AnnouncementRequest::statusPage)
                                .distinct()
                                .toList())
                .compose(held -> Tx.each(requests, AnnouncementRequest::statusPage, request -> handle(tx, request)));
    }

    private Future<Void> handle(Tx tx, AnnouncementRequest request) {
        var now = clock.instant();
        return pages.find(tx, request.statusPage())
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture(refused(request, "There is no such status page any more"))
                        : commands.post(tx, request, now).map(posted -> switch (posted) {
                            case AnnouncementCommands.Posted.Done done ->
                                new AnnouncementAnswer(
                                        request.id(),
                                        request.incidentId(),
                                        permalink.apply(page.get(), done.post()),
                                        null,
                                        now);
                            case AnnouncementCommands.Posted.Refused refusal -> refused(request, refusal.reason());
                        }))
                .map(answer -> {
                    tx.emit(message(answer));
                    return null;
                });
    }

    private AnnouncementAnswer refused(AnnouncementRequest request, String reason) {
        return new AnnouncementAnswer(request.id(), request.incidentId(), null, reason, clock.instant());
    }

    private static Message message(AnnouncementAnswer answer) {
        var incident = answer.incidentId().toString();
        return new Message(
                Ids.derived("announcement-answer", answer.request()),
                Topics.DELIVERIES.name(),
                incident,
                AnnouncementAnswer.TYPE,
                incident,
                answer);
    }
}
