package dev.belfry.notifier.call;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.ack.AckLinks;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.DigestNotice;
import dev.belfry.notifier.channel.InfoNotice;
import dev.belfry.notifier.channel.Notice;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.PageNotice;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.notifier.delivery.Sending;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the call of attempts that are committed: one message for one delivery, or for the pages of a digest. */
public final class CallClient {
    private static final Logger LOG = LoggerFactory.getLogger(CallClient.class);

    private final ChannelClient channels;
    private final AckLinks links;
    private final URI console;
    private final Function<UUID, ZoneId> zones;
    private final Threads threads;
    private final InstantSource clock;

    /** The conversations that messages stand in. */
    public interface Threads {
        /** By what the provider knows the first message of the incident there; null when there is none. */
        Future<@Nullable String> first(UUID contactMethod, UUID incident);
    }

    /**
     * @param console where the path of a notice leads from
     * @param zones by which each person reads the clock
     */
    public CallClient(
            ChannelClient channels,
            AckLinks links,
            URI console,
            Function<UUID, ZoneId> zones,
            Threads threads,
            InstantSource clock) {
        this.channels = channels;
        this.links = links;
        this.zones = zones;
        this.threads = threads;
        this.console = console;
        this.clock = clock;
    }

    /**
     * Always succeeds: whatever goes wrong is an outcome, so that the slot and the deliveries come free.
     *
     * @param together deliveries to one destination
     * @param digest the message that lists them; null for a single one
     */
    public Future<Outcome> call(List<Sending> together, Destination destination, @Nullable UUID digest) {
        Notice notice;
        try {
            notice = digest == null ? single(together.getFirst()) : digest(digest, together);
        } catch (RuntimeException unsendable) {
            LOG.atError()
                    .addKeyValue("delivery", together.getFirst().delivery())
                    .setCause(unsendable)
                    .log("a message could not be written");
            return Future.succeededFuture(new Outcome.Permanent("no message could be written", Outcome.Fault.ADDRESS));
        }
        var one = digest == null ? together.getFirst() : null;
        var page = one == null ? null : one.page();
        var sent =
                one == null || page == null ? channels.send(destination, notice) : send(one, page, destination, notice);
        return sent.otherwise(failure -> new Outcome.Passing("the call failed", null, Outcome.Trouble.NONE));
    }

    /** The message of one page: it stands in the thread of its incident, and is kept true where that can be done. */
    private Future<Outcome> send(Sending sending, Page page, Destination destination, Notice notice) {
        var thread = channels.threads(destination.channel())
                ? threads.first(sending.contactMethod(), page.incidentId()).otherwiseEmpty()
                : Future.<@Nullable String>succeededFuture();
        return thread.compose(first -> channels.send(destination, notice, first))
                .map(outcome -> outcome instanceof Outcome.Accepted accepted && channels.edits(destination.channel())
                        ? accepted.changing()
                        : outcome);
    }

    private Notice single(Sending sending) {
        return switch (sending.matter()) {
            case Matter.OfNotice notice -> InfoNotice.write(notice.notice(), console);
            case Matter.OfPage page ->
                PageNotice.write(
                        sending.delivery(),
                        page.page(),
                        new PageNotice.Links(
                                links.incident(page.page()), links.acknowledge(page.page(), clock.instant())),
                        sending.repeat(),
                        zones.apply(page.user()));
        };
    }

    private Notice digest(UUID id, List<Sending> together) {
        var entries = together.stream()
                .map(sending -> Objects.requireNonNull(sending.page()))
                .map(page -> new DigestNotice.Entry(page, links.incident(page)))
                .toList();
        var user = together.getFirst().matter().user();
        return DigestNotice.write(
                id,
                entries,
                links.acknowledgeAll(id, user, clock.instant()),
                together.stream().anyMatch(Sending::repeat));
    }
}
