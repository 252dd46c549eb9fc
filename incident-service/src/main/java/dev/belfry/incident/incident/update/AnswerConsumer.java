package dev.belfry.incident.incident.update;

import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.events.Event;
import dev.belfry.platform.events.EventHandler;
import io.vertx.core.Future;
import java.util.List;

/** Learns what became of posts for customers, and says it where their authors look: in the incident's timeline. */
public final class AnswerConsumer implements EventHandler {
    private final EventHandler before;
    private final PostCommands commands;

    /** @param before who takes in the same events first */
    public AnswerConsumer(EventHandler before, PostCommands commands) {
        this.before = before;
        this.commands = commands;
    }

    @Override
    public Future<Void> handle(Tx tx, List<Event> batch) {
        var answers = batch.stream()
                .filter(event -> !event.deleted() && event.type().equals(AnnouncementAnswer.TYPE))
                .map(event -> event.as(AnnouncementAnswer.class))
                .toList();
        return before.handle(tx, batch)
                .compose(done -> Tx.each(answers, answer -> "one", answer -> commands.answered(tx, answer)));
    }
}
