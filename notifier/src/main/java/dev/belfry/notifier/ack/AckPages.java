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
                (token, page) -> commands.refusal(token)
                        .map(reason ->
                                page(call, token, page, reason.isPresent() ? "over" : "ask", reason.orElse(""))));
    }

    private Future<PageReply> acknowledge(PageCall call) {
        return withToken(
                call,
                (token, page) -> commands.acknowledge(token, page)
                        .map(reason ->
                                page(call, token, page, reason.isPresent() ? "over" : "asked", reason.orElse(""))));
    }

    /** What to do with a link that holds. */
    private interface Work {
        Future<PageReply> with(AckToken token, Page page);
    }

    private Future<PageReply> withToken(PageCall call, Work work) {
        return switch (AckToken.read(call.path("token"), key, clock.instant())) {
            case AckToken.Reading.Forged forged -> Future.succeededFuture(invalid(404, "This link is not valid."));
            case AckToken.Reading.Expired expired -> Future.succeededFuture(invalid(410, "This link has expired."));
            case AckToken.Reading.Valid valid ->
                pages.find(valid.token().page())
                        .compose((Optional<Page> found) -> found.isPresent()
                                ? work.with(valid.token(), found.get())
                                : Future.succeededFuture(invalid(404, "This page is not known any more.")));
        };
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

    private static PageReply invalid(int status, String words) {
        return new dev.belfry.platform.console.Page(
                status, "Link not valid", "incidents", "ack-invalid.jte", Map.of("words", words));
    }
}
