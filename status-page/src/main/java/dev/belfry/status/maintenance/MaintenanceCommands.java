package dev.belfry.status.maintenance;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.status.component.ComponentStore;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPageStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Plans maintenance, says how it goes, and moves it on at its times; its components look accordingly at once. */
public final class MaintenanceCommands {
    private final Database database;
    private final MaintenanceStore maintenances;
    private final ComponentStore components;
    private final StatusPageStore pages;
    private final Changes changes;

    public MaintenanceCommands(
            Database database,
            MaintenanceStore maintenances,
            ComponentStore components,
            StatusPageStore pages,
            Changes changes) {
        this.database = database;
        this.maintenances = maintenances;
        this.components = components;
        this.pages = pages;
        this.changes = changes;
    }

    /** False when there is no such page. */
    public Future<Boolean> plan(Maintenance planned, Instant now) {
        return database.transact(tx -> kept(tx, planned.statusPage(), now, () -> maintenances.insert(tx, planned))
                .onSuccess(saved -> {
                    arm(tx, planned.id(), now, planned.scheduledFor());
                    arm(tx, planned.id(), now, planned.scheduledUntil());
                }));
    }

    /** False when somebody else changed it meanwhile. */
    public Future<Boolean> tell(Maintenance before, Maintenance.Update update) {
        var after = before.told(update);
        return database.transact(
                tx -> kept(tx, before.statusPage(), update.createdAt(), () -> maintenances.update(tx, after)));
    }

    /** False when somebody else changed it meanwhile. */
    public Future<Boolean> withdraw(Maintenance before, Instant now) {
        return database.transact(
                tx -> kept(tx, before.statusPage(), now, () -> maintenances.withdraw(tx, before, now)));
    }

    /** Moves it on when its time has come; what was withdrawn or moved on by a person stays as it is. */
    Future<Void> moveOn(Tx tx, UUID id, Instant now) {
        return maintenances.find(tx, id).compose(found -> {
            var due = found.flatMap(maintenance -> maintenance.due(now));
            if (found.isEmpty() || due.isEmpty()) {
                return Future.succeededFuture();
            }
            var before = found.get();
            var words = due.get() == Maintenance.Stage.COMPLETED
                    ? "The maintenance is complete."
                    : "The maintenance has begun.";
            var update = new Maintenance.Update(Ids.derived("maintenance", id, due.get()), due.get(), words, now);
            return kept(tx, before.statusPage(), now, () -> maintenances.update(tx, before.told(update)))
                    .compose(saved -> saved
                            ? Future.succeededFuture()
                            : Future.failedFuture(
                                    new IllegalStateException("changed meanwhile: the timer looks at it again")));
        });
    }

    /** The page is locked first: what is inserted holds it through its foreign key, and two would wait for each other. */
    private Future<Boolean> kept(Tx tx, UUID page, Instant now, Supplier<Future<Boolean>> saving) {
        return pages.lock(tx, List.of(page))
                .compose(locked -> saving.get())
                .compose(saved -> saved
                        ? components
                                .settle(tx, List.of(page), now)
                                .compose(settled -> pages.touch(tx, List.of(page), now))
                                .onSuccess(touched -> tx.committed().onSuccess(done -> changes.changed()))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    private static void arm(Tx tx, UUID id, Instant now, Instant at) {
        var wait = Duration.between(now, at).plusMillis(1);
        tx.arm(new TimerOrder(
                Ids.derived(MaintenanceTimer.KIND, id, at),
                MaintenanceTimer.KIND,
                id,
                0,
                0,
                0,
                wait.isNegative() ? Duration.ZERO : wait));
    }
}
