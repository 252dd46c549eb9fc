package dev.belfry.notifier.delivery;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /deliveries}: what became of each page by each contact method, attempt by attempt. */
public final class DeliveryPages {
    private static final int SHOWN = 50;

    private final Console console;
    private final DeliveryListStore store;
    private final Function<UUID, String> names;

    /**
     * A delivery and whose it is.
     *
     * @param person by name
     */
    public record Row(Delivery delivery, String person) {}

    public DeliveryPages(Console console, DeliveryListStore store, Function<UUID, String> names) {
        this.console = console;
        this.store = store;
        this.names = names;
    }

    public void mount() {
        console.get("/deliveries", Role.VIEWER, this::list);
    }

    /** A filter that is none of ours narrows nothing. */
    private Future<Page> list(PageCall call) {
        var incident = uuid(call.query("incident"));
        var user = uuid(call.query("user"));
        var status = one(
                call.query("status"),
                Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::word).toList());
        var channel = one(
                call.query("channel"),
                Arrays.stream(Channel.values()).map(Channel::word).toList());
        var cursor = call.query("cursor");
        var after = cursor == null ? null : Cursor.read(cursor);
        return store.list(new DeliveryListStore.Filter(incident, user, status, channel), after, SHOWN + 1)
                .map(found -> {
                    var shown = found.subList(0, Math.min(SHOWN, found.size()));
                    var last = shown.isEmpty() ? null : shown.getLast();
                    Map<String, Object> params = new HashMap<>();
                    params.put(
                            "rows",
                            shown.stream()
                                    .map(one -> new Row(one, names.apply(one.user())))
                                    .toList());
                    params.put("status", status == null ? "" : status);
                    params.put("channel", channel == null ? "" : channel);
                    params.put("incident", incident == null ? "" : incident.toString());
                    params.put("user", user == null ? "" : user.toString());
                    params.put("person", user == null ? "" : names.apply(user));
                    params.put("first", after == null);
                    params.put(
                            "next",
                            last == null || found.size() <= SHOWN
                                    ? ""
                                    : new Cursor(last.createdAt(), last.id()).text());
                    return new Page(200, "Deliveries", "admin", "deliveries.jte", params);
                });
    }

    private static @Nullable String one(@Nullable String given, List<String> words) {
        return given != null && words.contains(given) ? given : null;
    }

    private static @Nullable UUID uuid(@Nullable String given) {
        try {
            return given == null ? null : UUID.fromString(given);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
