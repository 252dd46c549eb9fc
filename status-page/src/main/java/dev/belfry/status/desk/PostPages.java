package dev.belfry.status.desk;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.announcement.AnnouncementCommands;
import dev.belfry.status.announcement.AnnouncementStore;
import dev.belfry.status.publication.Publication;
import dev.belfry.status.publication.PublicationQueries;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Posts for customers in the console: written, told further, corrected, withdrawn. */
public final class PostPages {
    private static final String NO_PAGE = "That status page is gone.";
    private static final String GONE = "That post is gone. It may have been withdrawn.";
    private static final String CHANGED_MEANWHILE =
            "Not saved: the post was changed by another person just now. Read it, then send yours again.";

    private final Host host;
    private final PublicationQueries queries;
    private final AnnouncementStore posts;
    private final AnnouncementCommands commands;

    public PostPages(Host host, PublicationQueries queries, AnnouncementStore posts, AnnouncementCommands commands) {
        this.host = host;
        this.queries = queries;
        this.posts = posts;
        this.commands = commands;
    }

    public void mount(Console console) {
        console.get("/status/:page/incidents/new", Role.RESPONDER, this::fresh);
        console.post("/status/:page/incidents", Role.RESPONDER, this::publish);
        console.get("/status/incidents/:id", Role.VIEWER, this::show);
        console.post("/status/incidents/:id", Role.RESPONDER, this::correct);
        console.post("/status/incidents/:id/updates", Role.RESPONDER, this::update);
        console.post("/status/incidents/:id/updates/:update", Role.RESPONDER, this::reword);
        console.post("/status/incidents/:id/withdraw", Role.RESPONDER, this::withdraw);
    }

    private Future<Page> fresh(PageCall call) {
        return StatusPages.find(call, "page", queries::publication)
                .map(found -> found.map(publication -> form(publication, PostForm.EMPTY))
                        .orElseGet(() -> StatusPages.gone(NO_PAGE)));
    }

    private static Page form(Publication publication, PostForm form) {
        var page = new Page(
                "Post an incident", "status", "post-new.jte", Map.of("publication", publication, "form", form));
        return form.errors().isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> publish(PageCall call) {
        return StatusPages.find(call, "page", queries::publication).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(StatusPages.refused(StatusPages.HOME, NO_PAGE));
            }
            var form = PostForm.typed(call::form, found.get().components());
            if (!form.errors().isEmpty()) {
                return Future.succeededFuture(form(found.get(), form));
            }
            var now = host.clock().instant();
            var update = new Announcement.Update(host.ids().next(), Announcement.Stage.INVESTIGATING, form.body(), now);
            var post = new Announcement(
                    host.ids().next(),
                    1,
                    found.get().page().id(),
                    form.name(),
                    Objects.requireNonNull(form.chosenImpact()),
                    update.status(),
                    now,
                    now,
                    null,
                    null,
                    form.looks(),
                    List.of(update));
            return commands.publish(post)
                    .map(done -> done
                            ? PageReply.redirect(at(post), "Published. Customers see it now.")
                            : StatusPages.refused(StatusPages.HOME, NO_PAGE));
        });
    }

    private static String at(Announcement post) {
        return "/status/incidents/" + post.id();
    }

    private Future<Page> show(PageCall call) {
        return find(call)
                .map(found ->
                        found.map(post -> page(post, Map.of(), Map.of())).orElseGet(() -> StatusPages.gone(GONE)));
    }

    /** @param typed what was not saved, by its field, shown again */
    private static Page page(Announcement post, Map<String, String> typed, Map<String, String> errors) {
        var page = new Page(post.name(), "status", "post.jte", Map.of("post", post, "typed", typed, "errors", errors));
        return errors.isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> update(PageCall call) {
        return with(call, before -> {
            var body = Typed.text(call.form("body"));
            var typed = Map.of("body", body, "status", call.form("status"));
            var stage = Typed.word(Announcement.Stage.class, call.form("status"));
            var errors = new LinkedHashMap<String, String>();
            if (stage == null) {
                errors.put("status", "Choose where it stands.");
            }
            Typed.body(body, errors);
            if (stage == null || !errors.isEmpty()) {
                return Future.succeededFuture(page(before, typed, errors));
            }
            var update = new Announcement.Update(
                    host.ids().next(), stage, body, host.clock().instant());
            return commands.tell(before, update, Map.of())
                    .map(saved -> saved
                            ? PageReply.redirect(at(before), "Published. Customers see it now.")
                            : page(before, typed, Map.of("body", CHANGED_MEANWHILE)));
        });
    }

    private Future<PageReply> correct(PageCall call) {
        return with(call, before -> {
            var name = Typed.text(call.form("name"));
            var impact = Typed.word(Announcement.Impact.class, call.form("impact"));
            var errors = new LinkedHashMap<String, String>();
            Typed.name(name, errors);
            if (impact == null) {
                errors.put("impact", "Choose how much customers feel of it.");
            }
            return impact == null || !errors.isEmpty()
                    ? Future.succeededFuture(page(before, Map.of("name", name, "impact", call.form("impact")), errors))
                    : amended(
                            before,
                            commands.correct(before, name, impact, host.clock().instant()),
                            at(before),
                            "Corrected. Customers see it now.");
        });
    }

    private Future<PageReply> reword(PageCall call) {
        return with(call, before -> {
            var update = Typed.id(call.path("update"));
            var body = Typed.text(call.form("body"));
            var errors = new LinkedHashMap<String, String>();
            Typed.body(body, errors);
            if (update == null
                    || before.updates().stream().noneMatch(each -> each.id().equals(update))) {
                return Future.succeededFuture(StatusPages.refused(at(before), "That update is gone."));
            }
            return errors.isEmpty()
                    ? amended(
                            before,
                            commands.reword(before, update, body, host.clock().instant()),
                            at(before),
                            "Corrected. Customers see the new words now, marked as edited.")
                    : Future.succeededFuture(page(
                            before, Map.of("words-" + update, body), Map.of("words-" + update, errors.get("body"))));
        });
    }

    private Future<PageReply> withdraw(PageCall call) {
        return with(
                call,
                before -> amended(
                        before,
                        commands.withdraw(before, host.clock().instant()),
                        StatusPages.HOME,
                        "“" + before.name() + "” is no longer on the page."));
    }

    private static Future<PageReply> amended(Announcement post, Future<Boolean> saved, String to, String done) {
        return saved.map(
                kept -> kept ? PageReply.redirect(to, done) : StatusPages.refused(at(post), CHANGED_MEANWHILE));
    }

    private Future<PageReply> with(PageCall call, Function<Announcement, Future<PageReply>> step) {
        return find(call)
                .compose(found -> found.map(step)
                        .orElseGet(() -> Future.succeededFuture(StatusPages.refused(StatusPages.HOME, GONE))));
    }

    private Future<Optional<Announcement>> find(PageCall call) {
        return StatusPages.find(call, "id", id -> posts.find(host.database(), id));
    }
}
