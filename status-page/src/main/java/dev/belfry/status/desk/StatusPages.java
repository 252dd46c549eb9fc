package dev.belfry.status.desk;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.run.Host;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentCommands;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.publication.PublicationQueries;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /status}: what customers see, what is open and planned, and each component. */
public final class StatusPages {
    static final String HOME = "/status";
    private static final int MAX_DELAY = 1_440;
    private static final String GONE = "That component is gone.";
    private static final String CHANGED_MEANWHILE =
            "The component was changed by another person just now. Check its values, then save yours again.";

    private final Host host;
    private final PublicationQueries queries;
    private final ComponentStore components;
    private final ComponentCommands setting;
    private final String publicUrl;

    public StatusPages(
            Host host,
            PublicationQueries queries,
            ComponentStore components,
            ComponentCommands setting,
            URI publicUrl) {
        this.host = host;
        this.queries = queries;
        this.components = components;
        this.setting = setting;
        this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    public void mount(Console console) {
        console.get(HOME, Role.VIEWER, call -> show());
        console.get(HOME + "/components/:id", Role.VIEWER, this::component);
        console.post(HOME + "/components/:id", Role.RESPONDER, this::set);
        console.post(HOME + "/components/:id/following", Role.MANAGER, this::follow);
    }

    private Future<Page> show() {
        return queries.pages()
                .compose(
                        all -> Future.all(all.stream().map(queries::publication).toList()))
                .map(read -> new Page(
                        "Status page",
                        "status",
                        "desk.jte",
                        Map.of("publications", read.list(), "publicUrl", publicUrl)));
    }

    static Page gone(String title) {
        return new Page(404, title, "status", "gone.jte", Map.of("title", title));
    }

    /** What an address names; absent where that is no id at all. */
    static <T> Future<Optional<T>> find(PageCall call, String parameter, Function<UUID, Future<Optional<T>>> find) {
        var id = Typed.id(call.path(parameter));
        return id == null ? Future.succeededFuture(Optional.empty()) : find.apply(id);
    }

    static PageReply refused(String at, String words) {
        return PageReply.warning(at, Flash.Kind.REFUSED, words);
    }

    private Future<Page> component(PageCall call) {
        return find(call)
                .map(found -> found.map(component -> form(component, Map.of())).orElseGet(() -> gone(GONE)));
    }

    private static Page form(Component component, Map<String, String> errors) {
        var page =
                new Page(component.name(), "status", "component.jte", Map.of("component", component, "errors", errors));
        return errors.isEmpty() ? page : page.withStatus(422);
    }

    private Future<PageReply> set(PageCall call) {
        return with(call, before -> {
            var status = Typed.word(ComponentStatus.class, call.form("status"));
            return status == null
                    ? Future.succeededFuture(form(before, Map.of("status", "Choose one of the statuses.")))
                    : saved(
                            before.set(status, host.clock().instant()),
                            before.name() + " is shown as " + status.words().toLowerCase(Locale.ROOT) + ".");
        });
    }

    private Future<PageReply> follow(PageCall call) {
        return with(call, before -> {
            var delay = call.form("delay");
            if (!delay.matches("\\d{1,4}") || Integer.parseInt(delay) > MAX_DELAY) {
                var error = "Write a whole number of minutes from 0 to " + MAX_DELAY + ".";
                return Future.succeededFuture(form(before, Map.of("delay", error)));
            }
            boolean follows = call.form("follows").equals("on");
            return saved(
                    before.following(
                            follows, Integer.parseInt(delay), host.clock().instant()),
                    before.name()
                            + (follows
                                    ? " follows the incidents of its services."
                                    : " does not follow incidents. People set its status."));
        });
    }

    private Future<PageReply> saved(Component after, String done) {
        return setting.change(after, after.version())
                .map(saved ->
                        saved ? PageReply.redirect(HOME, done) : form(after, Map.of("status", CHANGED_MEANWHILE)));
    }

    private Future<PageReply> with(PageCall call, Function<Component, Future<PageReply>> step) {
        return find(call)
                .compose(found -> found.map(step).orElseGet(() -> Future.succeededFuture(refused(HOME, GONE))));
    }

    private Future<Optional<Component>> find(PageCall call) {
        return find(call, "id", id -> components.find(host.database(), id));
    }
}
