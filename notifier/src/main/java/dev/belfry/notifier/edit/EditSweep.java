package dev.belfry.notifier.edit;

import dev.belfry.notifier.ack.AckLinks;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.Notice;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.PageNotice;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes messages in place until they say how their incident stands. What a message says is worth less than a page: it is tried a
 * few times, and its call is nobody's turn.
 */
public final class EditSweep {
    public static final Duration EVERY = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(EditSweep.class);
    private static final int AT_ONCE = 16;
    private static final int TRIES = 10;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final EditStore store;
    private final ChannelClient channels;
    private final AckLinks links;
    private final Function<UUID, ZoneId> zones;
    private final InstantSource clock;

    /**
     * @param channels with connections of their own, so that no page waits for an edit
     * @param zones by which each person reads the clock
     */
    public EditSweep(
            EditStore store,
            ChannelClient channels,
            AckLinks links,
            Function<UUID, ZoneId> zones,
            InstantSource clock) {
        this.store = store;
        this.channels = channels;
        this.links = links;
        this.zones = zones;
        this.clock = clock;
    }

    public Future<Void> run() {
        return store.claim(AT_ONCE)
                .compose(claimed ->
                        Future.join(claimed.stream().map(this::look).toList()).map(claimed.size()))
                .compose(looked -> looked == AT_ONCE ? run() : Future.succeededFuture());
    }

    private Future<Void> look(EditStore.Message message) {
        var standing = Standing.of(message.page(), message.guard());
        var to = message.to();
        return to == null || standing.words().equals(message.shown())
                ? store.end(message, message.shown())
                : change(message, to, standing);
    }

    private Future<Void> change(EditStore.Message message, Destination to, Standing standing) {
        return channels.edit(to, notice(message, standing), message.account(), message.receipt())
                .compose(outcome -> switch (outcome) {
                    case Outcome.Accepted done -> store.end(message, standing.words());
                    case Outcome.Permanent refused -> giveUp(message, refused.detail());
                    case Outcome.Passing passing ->
                        again(
                                message,
                                passing.detail(),
                                Objects.requireNonNullElse(passing.retryAfter(), Duration.ZERO));
                    case Outcome.Ambiguous unknown -> again(message, unknown.detail(), Duration.ZERO);
                });
    }

    private Future<Void> again(EditStore.Message message, String why, Duration atLeast) {
        if (message.tries() >= TRIES) {
            return giveUp(message, why);
        }
        var wait = Duration.ofSeconds(1L << Math.min(7, message.tries()));
        var bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return store.later(message, bounded.compareTo(atLeast) > 0 ? bounded : atLeast);
    }

    private Future<Void> giveUp(EditStore.Message message, String why) {
        LOG.atInfo()
                .addKeyValue("delivery", message.delivery())
                .addKeyValue("why", why)
                .log("a message could not be changed in place and stays as it is");
        return store.end(message, message.shown());
    }

    private Notice notice(EditStore.Message message, Standing standing) {
        var page = message.page();
        var led = new PageNotice.Links(links.incident(page), links.acknowledge(page, clock.instant()));
        var zone = zones.apply(page.userId());
        return standing.asSent()
                ? PageNotice.write(message.delivery(), page, led, false, zone)
                : PageNotice.moved(message.delivery(), page, led, standing.words(), standing.presses(), zone);
    }
}
