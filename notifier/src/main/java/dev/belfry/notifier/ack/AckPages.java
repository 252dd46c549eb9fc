package dev.belfry.notifier.ack;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /ack/TOKEN}, open to whoever holds the link. Programs that follow links in mail must not acknowledge: GET and
 * HEAD only show, the button posts.
 */
public final class AckPages {
    private final Console console;
    private final PageStore pages;
    private final AckCommands commands;
    private final Directory directory;
    private final byte[] key;
    private final InstantSource clock;

    public AckPages(
            Console console,
            PageStore pages,
            AckCommands commands,
            Directory directory,
            byte[] key,
            InstantSource clock) {
        this.console = console;
        this.pages = pages;
        this.commands = commands;
        this.directory = directory;
        this.key = key.clone();
        this.clock = clock;
    }

    public void mount() {
        console.open(HttpMethod.GET, "/ack/:token", this::show);
        console.open(HttpMethod.HEAD, "/ack/:token", this::show);
        console.open(HttpMethod.POST, "/ack/:token", this::acknowledge);
    }

    private Future<PageReply> show(PageCall call) {
        return withToken(
                call,
                (token, listed) -> commands.wanted(listed).map(wanted -> digest(call, token, wanted, "ask")),
                (token, page) -> commands.refusal(token)
                        .map(reason ->
                                page(call, token, page, reason.isPresent() ? "over" : "ask", reason.orElse(""))));
    }

    private Future<PageReply> acknowledge(PageCall call) {
        return withToken(
                call,
                (token, listed) -> commands.wanted(listed)
                        .compose(wanted -> commands.acknowledgeAll(token, wanted)
                                .map(asked -> digest(call, token, wanted, "asked"))),
                (token, page) -> commands.acknowledge(token, page)
                        .map(reason ->
                                page(call, token, page, reason.isPresent() ? "over" : "asked", reason.orElse(""))));
    }

    /** What to do with a link that holds. */
    private interface Work {
        Future<PageReply> with(AckToken token, Page page);
    }

    /** What to do with a link to all pages that one message listed. */
    private interface DigestWork {
        Future<PageReply> with(AckToken token, List<Page> listed);
    }

    private Future<PageReply> withToken(PageCall call, DigestWork digest, Work work) {
        return switch (AckToken.read(call.path("token"), key, clock.instant())) {
            case AckToken.Reading.Forged forged -> Future.succeededFuture(invalid(404, "This link is not valid."));
            case AckToken.Reading.Expired expired -> Future.succeededFuture(invalid(410, "This link has expired."));
            case AckToken.Reading.Valid valid ->
                valid.token().isDigest() ? withListed(valid.token(), digest) : withPage(valid.token(), work);
        };
    }

    private Future<PageReply> withListed(AckToken token, DigestWork work) {
        return pages.digest(token.page(), token.user())
                .compose(listed -> listed.isEmpty()
                        ? Future.succeededFuture(invalid(404, "These pages are not known any more."))
                        : work.with(token, listed));
    }

    private Future<PageReply> withPage(AckToken token, Work work) {
        return pages.find(token.page())
                .compose((Optional<Page> found) -> found.isPresent()
                        ? work.with(token, found.get())
                        : Future.succeededFuture(invalid(404, "This page is not known any more.")));
    }

    private PageReply page(PageCall call, AckToken token, Page page, String state, String reason) {
        var incident = page.incident();
        return new dev.belfry.platform.console.Page(
                "Acknowledge #" + incident.number(),
                "incidents",
                "ack.jte",
                Map.of(
                        "state",
                        state,
                        "reason",
                        reason,
                        "everyone",
                        Boolean.TRUE.equals(page.everyone()),
                        "incident",
                        incident,
                        "person",
                        directory.name(token.user()),
                        "link",
                        "/ack/" + call.path("token")));
    }

    private PageReply digest(PageCall call, AckToken token, List<Page> wanted, String state) {
        return new dev.belfry.platform.console.Page(
                "Acknowledge " + wanted.size() + " incidents",
                "incidents",
                "ack-digest.jte",
                Map.of(
                        "state",
                        wanted.isEmpty() ? "over" : state,
                        "incidents",
                        wanted.stream().map(Page::incident).toList(),
                        "person",
                        directory.name(token.user()),
                        "link",
                        "/ack/" + call.path("token")));
    }

    private static PageReply invalid(int status, String words) {
        return new dev.belfry.platform.console.Page(
                status, "Link not valid", "incidents", "ack-invalid.jte", Map.of("words", words));
    }
}
