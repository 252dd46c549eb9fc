package dev.belfry.incident.incident.update;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the status page to post what was written for customers, and keeps what became of it. */
public final class PostCommands {
    private final IncidentStore incidents;
    private final UpdateStore store;
    private final DeedCommands deeds;
    private final Directory directory;

    public PostCommands(IncidentStore incidents, UpdateStore store, DeedCommands deeds, Directory directory) {
        this.incidents = incidents;
        this.store = store;
        this.deeds = deeds;
        this.directory = directory;
    }

    /** What stands against it, before the incident is asked; null when nothing does. */
    @Nullable
    Outcome problem(StatusPost.Draft draft) {
        var page = directory.statusPage(draft.page());
        if (page == null) {
            return new Outcome.Invalid("statusPage/page", "There is no status page " + draft.page() + ".");
        }
        for (var component : draft.components().keySet()) {
            if (page.components().stream().noneMatch(one -> one.id().equals(component))) {
                return new Outcome.Invalid(
                        "statusPage/components", page.name() + " has no component " + component + ".");
            }
        }
        return null;
    }

    /** The post as it goes out; its problem instead when it cannot. */
    Future<Prepared> prepare(Tx tx, Incident incident, StatusPost.Draft draft, String words) {
        if (incident.isTest()) {
            return Future.succeededFuture(new Prepared(
                    null, new Outcome.Invalid("statusPage", "This is a test: customers are not told of it.")));
        }
        var page = directory.statusPage(draft.page());
        var name = page == null ? "" : page.name();
        return store.lastPost(tx, incident.id(), draft.page()).map(last -> {
            var post = draft.after(last.orElse(null), name, words);
            return new Prepared(post, wrong(post));
        });
    }

    /** A post, or what is wrong with it. */
    record Prepared(@Nullable StatusPost post, @Nullable Outcome wrong) {}

    private static @Nullable Outcome wrong(StatusPost post) {
        if (post.title().isEmpty() || post.title().length() > StatusPost.LONGEST_TITLE) {
            return new Outcome.Invalid(
                    "statusPage/title",
                    "Give the post a title for customers, of at most " + StatusPost.LONGEST_TITLE
                            + " characters. They do not see the incident's own.");
        }
        if (post.text().isEmpty() || post.text().length() > StakeholderUpdate.LONGEST) {
            return new Outcome.Invalid(
                    "statusPage/text", "Write between 1 and " + StakeholderUpdate.LONGEST + " characters.");
        }
        return null;
    }

    void ask(Tx tx, Incident incident, UUID update, StatusPost post, Instant now) {
        var key = incident.id().toString();
        tx.emit(new Message(
                update,
                Topics.REQUESTS.name(),
                key,
                AnnouncementRequest.TYPE,
                key,
                new AnnouncementRequest(
                        update,
                        incident.id(),
                        post.page(),
                        post.title(),
                        post.text(),
                        post.stage(),
                        post.impact(),
                        post.components().entrySet().stream()
                                .map(one -> new AnnouncementRequest.Affected(one.getKey(), one.getValue()))
                                .toList(),
                        now)));
    }

    /** Once, however often the answer arrives. */
    Future<Void> answered(Tx tx, AnnouncementAnswer answer) {
        return incidents
                .lock(tx, List.of(answer.incidentId()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : store.waiting(tx, answer.incidentId(), answer.request())
                                .compose(waiting -> {
                                    if (waiting.isEmpty()) {
                                        return Future.succeededFuture();
                                    }
                                    var post = waiting.get().answered(answer.link(), answer.refusal());
                                    return store.answered(tx, answer.request(), post)
                                            .compose(kept ->
                                                    tell(tx, found.getFirst().incident(), post));
                                }));
    }

    private Future<Void> tell(Tx tx, Incident incident, StatusPost post) {
        var data = Map.of("statusPage", post.pageName());
        var stage = post.stage().name().toLowerCase(Locale.ROOT);
        return post.refusal() == null
                ? deeds.tell(
                        tx,
                        incident,
                        "status_posted",
                        Actor.SYSTEM,
                        "Posted on the status page " + post.pageName() + " as “" + post.title() + "”: " + stage,
                        data)
                : deeds.tell(
                        tx,
                        incident,
                        "status_refused",
                        Actor.SYSTEM,
                        "Not posted on the status page " + post.pageName() + ". " + post.refusal()
                                + ". Customers have not read the update: post it on the status page itself",
                        data);
    }
}
