package dev.belfry.status.component;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.id.Ids;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells the directory what stands on which status page, so that responders can choose from it. It looks now and then and
 * tells what differs from what it told last; after a start it tells all of it again, which changes nothing for readers.
 */
public final class DirectorySweep {
    public static final Duration EVERY = Duration.ofSeconds(2);

    private final Database database;
    private final StatusPageStore pages;
    private final ComponentStore components;
    private final Ids ids;
    private final Map<UUID, StatusPageEntry> told = new ConcurrentHashMap<>();

    public DirectorySweep(Database database, StatusPageStore pages, ComponentStore components, Ids ids) {
        this.database = database;
        this.pages = pages;
        this.components = components;
        this.ids = ids;
    }

    public Future<Void> look() {
        return entries().compose(now -> {
            var news = now.stream()
                    .filter(entry -> !entry.equals(told.get(entry.id())))
                    .toList();
            return news.isEmpty()
                    ? Future.succeededFuture()
                    : tell(news).onSuccess(done -> news.forEach(entry -> told.put(entry.id(), entry)));
        });
    }

    private Future<List<StatusPageEntry>> entries() {
        return pages.all(database)
                .compose(all -> components.list(database, null).map(found -> {
                    var standing = found.stream().collect(Collectors.groupingBy(Component::statusPage));
                    return all.stream()
                            .map(page -> new StatusPageEntry(
                                    page.id(),
                                    page.name(),
                                    standing.getOrDefault(page.id(), List.of()).stream()
                                            .map(one ->
                                                    new StatusPageEntry.Component(one.id(), one.name(), one.services()))
                                            .toList()))
                            .toList();
                }));
    }

    private Future<Void> tell(List<StatusPageEntry> entries) {
        return database.transact(tx -> {
            entries.forEach(entry -> tx.emit(new Message(
                    ids.next(), Topics.DIRECTORY.name(), entry.key(), StatusPageEntry.TYPE, entry.key(), entry)));
            return Future.succeededFuture();
        });
    }
}
