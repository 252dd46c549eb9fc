package dev.belfry.status.component;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds, changes and removes components; how one looks follows at once from what it stands on. */
public final class ComponentCommands {
    private final Database database;
    private final ComponentStore components;
    private final StatusPageStore pages;
    private final Changes changes;

    public ComponentCommands(Database database, ComponentStore components, StatusPageStore pages, Changes changes) {
        this.database = database;
        this.components = components;
        this.pages = pages;
        this.changes = changes;
    }

    /** False when there is no such page. */
    public Future<Boolean> add(Component component) {
        return changed(component.statusPage(), component.updatedAt(), tx -> components.insert(tx, component));
    }

    /** False when its version is another. */
    public Future<Boolean> change(Component component, @Nullable Long version) {
        return changed(component.statusPage(), component.updatedAt(), tx -> components.update(tx, component, version));
    }

    public Future<Boolean> remove(Component component, Instant now) {
        return changed(component.statusPage(), now, tx -> components.delete(tx, component.id()));
    }

    /** Makes the components of these pages look as what they stand on says; most often nothing changes. */
    Future<Void> settle(Tx tx, List<UUID> concerned, Instant now) {
        return pages.lock(tx, concerned)
                .compose(locked -> components.settle(tx, concerned, now))
                .compose(looks -> {
                    if (looks.stream().noneMatch(Look::changed)) {
                        return Future.succeededFuture();
                    }
                    tx.committed().onSuccess(done -> changes.changed());
                    return pages.touch(tx, concerned, now);
                });
    }

    private Future<Boolean> changed(UUID page, Instant now, Function<Tx, Future<Boolean>> change) {
        return database.transact(tx -> pages.lock(tx, List.of(page))
                        .compose(locked -> change.apply(tx))
                        .compose(done -> done
                                ? components
                                        .settle(tx, List.of(page), now)
                                        .compose(settled -> pages.touch(tx, List.of(page), now))
                                        .map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(done -> changes.changed());
    }
}
