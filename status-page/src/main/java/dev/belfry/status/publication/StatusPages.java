package dev.belfry.status.publication;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.announcement.AnnouncementCommands;
import dev.belfry.status.announcement.AnnouncementStore;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentCommands;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.ComponentStore;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /status} in the console: how the components are, what is told to customers, and telling them more. */
public final class StatusPages {
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_DELAY = 1_440;
    private static final String CHANGED_MEANWHILE =
            "The component was changed by another person just now. Check its values, then save yours again.";

    private final Host host;
    private final PublicationQueries queries;
    private final ComponentStore components;
    private final AnnouncementStore announcements;
    private final AnnouncementCommands telling;
    private final ComponentCommands setting;
    private final String publicUrl;

    public StatusPages(
            Host host,
            PublicationQueries queries,
            ComponentStore components,
            AnnouncementStore announcements,
            AnnouncementCommands telling,
            ComponentCommands setting,
            URI publicUrl) {
        this.host = host;
        this.queries = queries;
        this.components = components;
        this.announcements = announcements;
        this.telling = telling;
        this.setting = setting;
        this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    public void mount(Console console) {
        console.get("/status", Role.VIEWER, call -> show(List.of()));
        console.post("/status/:page/incidents", Role.RESPONDER, this::publish);
        console.post("/status/incidents/:id/updates", Role.RESPONDER, this::tell);
        console.post("/status/incidents/:id/updates/:update", Role.RESPONDER, this::reword);
        console.post("/status/incidents/:id/withdraw", Role.RESPONDER, this::withdraw);
        console.post("/status/components/:id", Role.RESPONDER, this::set);
        console.post("/status/components/:id/following", Role.MANAGER, this::follow);
    }

    private Future<Page> show(List<String> errors) {
        return queries.pages()
                .compose(
                        all -> Future.all(all.stream().map(queries::publication).toList()))
                .map(read -> new Page(
                        "Status page",
                        "status",
                        "admin.jte",
                        Map.of("publications", read.list(), "publicUrl", publicUrl, "errors", errors)));
    }

    private Future<PageReply> refused(List<String> errors) {
        return show(errors).map(page -> page.withStatus(422));
    }

    private Future<PageReply> publish(PageCall call) {
        var errors = new ArrayList<String>();
        var name = required(call, "name", "A title", MAX_NAME, errors);
        var body = required(call, "body", "A text", MAX_TEXT, errors);
        var impact = word(Announcement.Impact.class, call.form("impact"), errors);
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        var page = id(call.path("page"));
        return (page == null ? StatusPages.<Publication>none() : queries.publication(page)).compose(found -> {
            if (found.isEmpty()) {
                return refused(List.of("There is no such status page."));
            }
            var affected = affected(call, found.get().components(), errors);
            if (!errors.isEmpty()) {
                return refused(errors);
            }
            var now = host.clock().instant();
            var update = new Announcement.Update(host.ids().next(), Announcement.Stage.INVESTIGATING, body, now);
            var incident = new Announcement(
                    host.ids().next(),
                    1,
                    found.get().page().id(),
                    name,
                    impact,
                    update.status(),
                    now,
                    now,
                    null,
                    null,
                    affected,
                    List.of(update));
            return telling.publish(incident).map(done -> told("Published. Customers see it now."));
        });
    }

    private static Map<UUID, ComponentStatus> affected(PageCall call, List<Component> known, List<String> errors) {
        var affected = new LinkedHashMap<UUID, ComponentStatus>();
        for (var component : known) {
            var chosen = call.form("component-" + component.id());
            if (!chosen.isEmpty()) {
                affected.put(component.id(), word(ComponentStatus.class, chosen, errors));
            }
        }
        return affected;
    }

    private Future<PageReply> tell(PageCall call) {
        var errors = new ArrayList<String>();
        var body = required(call, "body", "A text", MAX_TEXT, errors);
        var stage = word(Announcement.Stage.class, call.form("status"), errors);
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        var id = id(call.path("id"));
        return (id == null ? StatusPages.<Announcement>none() : announcements.find(host.database(), id))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return refused(List.of("There is no such public incident."));
                    }
                    var update = new Announcement.Update(
                            host.ids().next(), stage, body, host.clock().instant());
                    return telling.tell(found.get(), update, Map.of())
                            .compose(saved -> saved
                                    ? Future.succeededFuture(told("Told. Customers see it now."))
                                    : refused(List.of(
                                            "Somebody else told something just now. Read it, then send yours again.")));
                });
    }

    private Future<PageReply> reword(PageCall call) {
        var errors = new ArrayList<String>();
        var body = required(call, "body", "A text", MAX_TEXT, errors);
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        var update = id(call.path("update"));
        return post(
                call,
                before -> update == null
                                || before.updates().stream()
                                        .noneMatch(each -> each.id().equals(update))
                        ? refused(List.of("There is no such update."))
                        : amended(
                                telling.reword(
                                        before, update, body, host.clock().instant()),
                                "Corrected. Customers see the new words now, marked as edited."));
    }

    private Future<PageReply> withdraw(PageCall call) {
        return post(
                call,
                before -> amended(
                        telling.withdraw(before, host.clock().instant()),
                        "“" + before.name() + "” is no longer on the page."));
    }

    private Future<PageReply> amended(Future<Boolean> saved, String flash) {
        return saved.compose(done -> done
                ? Future.succeededFuture(told(flash))
                : refused(List.of("The post was changed by another person just now. Read it, then try again.")));
    }

    private Future<PageReply> post(PageCall call, Function<Announcement, Future<PageReply>> step) {
        var id = id(call.path("id"));
        return (id == null ? StatusPages.<Announcement>none() : announcements.find(host.database(), id))
                .compose(found ->
                        found.map(step).orElseGet(() -> refused(List.of("There is no such public incident."))));
    }

    private Future<PageReply> set(PageCall call) {
        return component(call, before -> {
            var errors = new ArrayList<String>();
            var status = word(ComponentStatus.class, call.form("status"), errors);
            if (!errors.isEmpty()) {
                return refused(errors);
            }
            var now = host.clock().instant();
            return setting.change(before.set(status, now), before.version())
                    .compose(saved -> saved
                            ? Future.succeededFuture(told(before.name() + " is shown as "
                                    + status.words().toLowerCase(Locale.ROOT) + "."))
                            : refused(List.of(CHANGED_MEANWHILE)));
        });
    }

    private Future<PageReply> follow(PageCall call) {
        return component(call, before -> {
            boolean follows = call.form("follows").equals("on");
            var delay = call.form("delay");
            if (!delay.matches("\\d{1,4}") || Integer.parseInt(delay) > MAX_DELAY) {
                return refused(List.of("The delay must be a whole number of minutes from 0 to " + MAX_DELAY + "."));
            }
            var after = before.following(
                    follows, Integer.parseInt(delay), host.clock().instant());
            return setting.change(after, before.version())
                    .compose(saved -> saved
                            ? Future.succeededFuture(told(before.name()
                                    + (follows
                                            ? " follows the incidents of its services."
                                            : " does not follow incidents. People set its status.")))
                            : refused(List.of(CHANGED_MEANWHILE)));
        });
    }

    private Future<PageReply> component(PageCall call, Function<Component, Future<PageReply>> step) {
        var id = id(call.path("id"));
        return (id == null ? StatusPages.<Component>none() : components.find(host.database(), id))
                .compose(found -> found.map(step).orElseGet(() -> refused(List.of("There is no such component."))));
    }

    private static PageReply told(String flash) {
        return PageReply.redirect("/status", flash);
    }

    private static <T> Future<Optional<T>> none() {
        return Future.succeededFuture(Optional.empty());
    }

    /** Null when the address names nothing that could be there. */
    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static String required(PageCall call, String field, String what, int max, List<String> errors) {
        var value = call.form(field);
        if (value.isEmpty() || value.length() > max) {
            errors.add(what + " is needed, of at most " + max + " characters.");
        }
        return value;
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word, List<String> errors) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        errors.add("\"" + word + "\" is not one of the choices.");
        return type.getEnumConstants()[0];
    }
}
