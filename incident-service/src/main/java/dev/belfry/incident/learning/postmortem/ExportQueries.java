package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.learning.action.ActionItem;
import dev.belfry.incident.learning.action.ActionItemStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A postmortem as a file to keep elsewhere. PDFs are made beside the event loop, two at a time. */
public final class ExportQueries {
    private static final int AT_ONCE = 2;
    private static final long SECONDS = 20;
    private static final Made BUSY = new Made.Refused("Other PDFs are being made. Try again in a few seconds.");
    private static final Made SLOW =
            new Made.Refused("The PDF took longer than " + SECONDS + " s. Export it as Markdown instead.");

    private final Vertx vertx;
    private final PostmortemStore store;
    private final ActionItemStore actions;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** What became of a file. */
    sealed interface Made {
        record File(Buffer bytes) implements Made {}

        record Missing() implements Made {}

        record Refused(String reason) implements Made {}
    }

    public ExportQueries(Vertx vertx, PostmortemStore store, ActionItemStore actions) {
        this.vertx = vertx;
        this.store = store;
        this.actions = actions;
    }

    Future<Made> markdown(UUID incident) {
        return text(incident)
                .map(found -> found.<Made>map(one -> new Made.File(Buffer.buffer(one.markdown())))
                        .orElseGet(Made.Missing::new));
    }

    Future<Made> pdf(UUID incident) {
        return text(incident).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Made.Missing());
            }
            if (!places.tryAcquire()) {
                return Future.succeededFuture(BUSY);
            }
            var text = found.get();
            // The place is given back by the work itself, which may outlive whoever waits for it.
            return vertx.<Made>executeBlocking(
                            () -> {
                                try {
                                    return new Made.File(Buffer.buffer(Pdf.of(text.markdown(), text.number())));
                                } finally {
                                    places.release();
                                }
                            },
                            false)
                    .timeout(SECONDS, TimeUnit.SECONDS)
                    .recover(failure -> failure instanceof TimeoutException
                            ? Future.succeededFuture(SLOW)
                            : Future.failedFuture(failure));
        });
    }

    private record Text(String markdown, long number) {}

    private Future<Optional<Text>> text(UUID incident) {
        return Future.all(store.of(incident), actions.of(incident)).map(both -> {
            Optional<Postmortem> one = both.resultAt(0);
            List<ActionItem> items = both.resultAt(1);
            return one.map(found -> new Text(Export.markdown(found, items), found.number()));
        });
    }
}
