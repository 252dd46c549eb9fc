package dev.belfry.notifier.ack;

import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.guard.Guard;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        console.open(HttpMethod.POST, "/ack/:token", this::acknowledge);
    }

    private Future<PageReply> show(PageCall call) {
        return withPages(
                call,
                (token, listed) -> commands.reasons(listed).map(reasons -> reply(call, token, listed, reasons, false)));
    }

    private Future<PageReply> acknowledge(PageCall call) {
        return withPages(
                call,
                (token, listed) -> commands.acknowledge(token.user(), listed, "email")
                        .map(reasons -> reply(call, token, listed, reasons, true)));
    }

    /** What to do with a link that holds, and with the pages that its message was about. */
    private interface Work {
        Future<PageReply> with(AckToken token, List<Page> listed);
    }

    private Future<PageReply> withPages(PageCall call, Work work) {
        return switch (AckToken.read(call.path("token"), key, clock.instant())) {
            case AckToken.Reading.Forged forged -> Future.succeededFuture(invalid(404, "This link is not valid"));
            case AckToken.Reading.Expired expired -> Future.succeededFuture(invalid(410, "This link has expired"));
            case AckToken.Reading.Valid valid -> withPages(valid.token(), work);
        };
    }

    private Future<PageReply> withPages(AckToken token, Work work) {
        if (directory.isDeactivated(token.user())) {
            return Future.succeededFuture(
                    invalid(410, directory.name(token.user()) + " is no longer active, so this link no longer works"));
        }
        return listed(token)
                .compose(listed -> listed.isEmpty()
                        ? Future.succeededFuture(
                                invalid(404, "What this link was for is so long ago that it was deleted"))
                        : work.with(token, listed));
    }

    private Future<List<Page>> listed(AckToken token) {
        return token.isDigest()
                ? pages.digest(token.page(), token.user())
                : pages.find(token.page()).map(found -> found.stream().toList());
    }

    private PageReply reply(
            PageCall call, AckToken token, List<Page> listed, Map<UUID, String> reasons, boolean asked) {
        var person = directory.name(token.user());
        var link = "/ack/" + call.path("token");
        return token.isDigest()
                ? digest(listed, reasons, asked, Map.of("person", person, "link", link))
                : page(listed.getFirst(), reasons, asked, Map.of("person", person, "link", link));
    }

    private static PageReply page(Page page, Map<UUID, String> reasons, boolean asked, Map<String, Object> common) {
        var params = new HashMap<>(common);
        params.put("state", reasons.containsKey(page.id()) ? "over" : asked ? "asked" : "ask");
        params.put("reason", reasons.getOrDefault(page.id(), ""));
        params.put("everyone", Boolean.TRUE.equals(page.everyone()));
        params.put("beside", Guard.isBesideAnAcknowledge(page));
        params.put("incident", page.incident());
        return new dev.belfry.platform.console.Page(
                "Acknowledge #" + page.incident().number(), "incidents", "ack.jte", params);
    }

    /** One incident of a digest, and in words where it stands. */
    public record Line(IncidentState incident, String standing) {}

    private static PageReply digest(
            List<Page> listed, Map<UUID, String> reasons, boolean asked, Map<String, Object> common) {
        var params = new HashMap<>(common);
        int open = 0;
        var lines = new ArrayList<Line>(listed.size());
        var seen = new HashSet<UUID>();
        for (var page : listed) {
            // Whoever was called in for an incident that paged them already has two pages of it.
            if (!seen.add(page.incidentId())) {
                continue;
            }
            var reason = reasons.get(page.id());
            boolean done = asked && Verdicts.isOwn(page);
            open += reason == null && !done ? 1 : 0;
            var standing = done
                    ? "yours is recorded"
                            + (Guard.isBesideAnAcknowledge(page)
                                    ? ""
                                    : "; the others who were paged have to acknowledge too")
                    : asked ? "being acknowledged" : "still needs somebody";
            lines.add(new Line(page.incident(), reason == null ? standing : reason));
        }
        params.put("state", open == 0 ? "over" : asked ? "asked" : "ask");
        params.put("open", open);
        params.put("lines", lines);
        return new dev.belfry.platform.console.Page(
                "Acknowledge " + (lines.size() == 1 ? "one incident" : lines.size() + " incidents"),
                "incidents",
                "ack-digest.jte",
                params);
    }

    private static PageReply invalid(int status, String words) {
        return new dev.belfry.platform.console.Page(
                status, "Link not valid", "incidents", "ack-invalid.jte", Map.of("words", words));
    }
}
