package dev.belfry.ingest.intake;

import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.ingest.source.Answer;
import dev.belfry.ingest.source.Incoming;
import dev.belfry.ingest.source.Normalised;
import dev.belfry.ingest.source.Pieces;
import dev.belfry.ingest.spool.Durability;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a large body piece by piece: the next one is read when the one before is durable, so that a body of many
 * thousand alerts holds up nobody and needs little more memory than itself. What can be read of it is kept; the answer is
 * the first complaint about any piece, so that the sender learns of it.
 */
public final class PieceCommands {
    private final Vertx vertx;
    private final IntakeCommands commands;
    private final Supplier<UUID> ids;

    public PieceCommands(Vertx vertx, IntakeCommands commands, Supplier<UUID> ids) {
        this.vertx = vertx;
        this.commands = commands;
        this.ids = ids;
    }

    /** What a piece says, and what its format has to complain of in it; null when nothing. */
    public record Said(List<AlertSignal> alerts, @Nullable Answer complaint) {}

    /**
     * What became of the whole.
     *
     * @param alerts their ids and keys only
     */
    public record Kept(
            UUID request,
            Durability durability,
            List<AlertSignal> alerts,
            @Nullable Answer complaint) {}

    /**
     * Succeeds when all of it is durable; with nothing when the body is no list of the format, and nothing of it is kept.
     *
     * @param list where in the body the list is
     * @param gone whether the sender has gone, and will send all of it again
     */
    public Future<Optional<Kept>> keep(
            Incoming whole,
            String list,
            IntegrationEntry integration,
            String format,
            Function<Incoming, Said> reader,
            BooleanSupplier gone) {
        var here = vertx.getOrCreateContext();
        return here.executeBlocking(() -> Pieces.of(whole, list), false).compose(cut -> {
            if (cut.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            var run = new Run(whole, cut.get(), integration, format, reader, gone);
            here.runOnContext(go -> run.next());
            return run.done.future().map(Optional::of);
        });
    }

    /** One large body on its way, on one event loop. */
    private final class Run {
        private final Incoming whole;
        private final Pieces pieces;
        private final IntegrationEntry integration;
        private final String format;
        private final Function<Incoming, Said> reader;
        private final BooleanSupplier gone;
        private final UUID request = ids.get();
        private final List<AlertSignal> alerts = new ArrayList<>();
        private final Promise<Kept> done = Promise.promise();
        private Durability durability = Durability.LOG;
        private @Nullable Answer complaint;
        private int index;

        Run(
                Incoming whole,
                Pieces pieces,
                IntegrationEntry integration,
                String format,
                Function<Incoming, Said> reader,
                BooleanSupplier gone) {
            this.whole = whole;
            this.pieces = pieces;
            this.integration = integration;
            this.format = format;
            this.reader = reader;
            this.gone = gone;
        }

        void next() {
            if (gone.getAsBoolean()) {
                done.fail("the sender has gone");
                return;
            }
            if (index == pieces.count()) {
                done.complete(new Kept(request, durability, alerts, complaint));
                return;
            }
            try {
                var piece = pieces.piece(whole, index);
                var said = reader.apply(piece);
                complaint = complaint == null ? said.complaint() : complaint;
                var kept = said.alerts().isEmpty() ? Future.succeededFuture(Durability.LOG) : keep(piece, said);
                index++;
                kept.onSuccess(durable -> {
                            durability = durable == Durability.NODE ? durable : durability;
                            said.alerts().forEach(alert -> alerts.add(bare(alert)));
                            vertx.getOrCreateContext().runOnContext(go -> next());
                        })
                        .onFailure(done::fail);
            } catch (RuntimeException fault) {
                done.fail(fault);
            }
        }

        private Future<Durability> keep(Incoming piece, Said said) {
            return commands.keep(
                    index == 0 ? request : ids.get(),
                    integration,
                    format,
                    piece.text(),
                    Normalised.Accepted.alerts(whole.routingKey(), said.alerts()));
        }
    }

    private static AlertSignal bare(AlertSignal alert) {
        return new AlertSignal(
                alert.id(),
                alert.action(),
                alert.dedupKey(),
                "",
                alert.severity(),
                null,
                null,
                null,
                Map.of(),
                List.of());
    }
}
