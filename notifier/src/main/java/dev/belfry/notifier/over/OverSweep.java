package dev.belfry.notifier.over;

import dev.belfry.notifier.plan.NoticeCommands;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells people that incidents they were paged for are over, once those of the same moment are together. */
public final class OverSweep {
    public static final Duration EVERY = Duration.ofSeconds(5);
    private static final int AT_ONCE = 500;

    private final Database database;
    private final OverStore store = new OverStore();
    private final NoticeCommands notices;
    private final Function<UUID, ZoneId> zones;
    private final InstantSource clock;

    /** @param zones by which each person reads the clock */
    public OverSweep(Database database, NoticeCommands notices, Function<UUID, ZoneId> zones, InstantSource clock) {
        this.database = database;
        this.notices = notices;
        this.zones = zones;
        this.clock = clock;
    }

    public Future<Void> run() {
        return database.transact(tx -> store.claim(tx, clock.instant(), AT_ONCE)
                        .compose(ended -> ended.isEmpty()
                                ? Future.succeededFuture(0)
                                : tell(tx, ended).map(ended.size())))
                .compose(told -> told == AT_ONCE ? run() : Future.succeededFuture());
    }

    private Future<Void> tell(Tx tx, List<UUID> ended) {
        var now = clock.instant();
        return store.people(tx, ended)
                .compose(people -> notices.tell(
                        tx,
                        people.stream().collect(Collectors.groupingBy(Over::user)).entrySet().stream()
                                .map(of -> OverNotice.of(of.getValue(), zones.apply(of.getKey()), now))
                                .toList()))
                .compose(told -> store.told(tx, ended));
    }
}
