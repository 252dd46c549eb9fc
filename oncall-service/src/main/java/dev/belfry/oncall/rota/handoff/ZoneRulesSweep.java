package dev.belfry.oncall.rota.handoff;

import dev.belfry.oncall.identity.directory.Notices;
import dev.belfry.oncall.rota.schedule.OnCallQueries;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the time zone rules in use with those that were kept, tells people whose shifts move, and keeps the new ones, in
 * one transaction.
 */
public final class ZoneRulesSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneRulesSweep.class);

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final String version;

    /** @param version that of the rules in use */
    public ZoneRulesSweep(Database database, InstantSource clock, Ids ids, String version) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.version = version;
    }

    public Future<Void> look() {
        Instant now = clock.instant();
        return database.transact(tx -> ZoneRulesStore.kept(tx::query)
                .compose(kept -> OnCallQueries.zones(tx::query, now).compose(used -> {
                    Set<ZoneId> zones =
                            used.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
                    RuleChanges changes = RuleChanges.of(kept, zones, version, now);
                    return tell(tx, changes, used, now)
                            .compose(told -> ZoneRulesStore.keep(tx::query, changes.keep()))
                            .compose(done -> ZoneRulesStore.forgetAllBut(tx::query, zones));
                })));
    }

    private Future<Void> tell(Tx tx, RuleChanges changes, Map<UUID, Set<ZoneId>> used, Instant now) {
        Future<Void> told = Future.succeededFuture();
        for (Map.Entry<UUID, Set<ZoneId>> one : used.entrySet()) {
            RuleChanges own = changes.within(one.getValue());
            if (!own.isEmpty()) {
                told = told.compose(done -> tell(tx, own, one.getKey(), now));
            }
        }
        return told;
    }

    private Future<Void> tell(Tx tx, RuleChanges changes, UUID schedule, Instant now) {
        return OnCallQueries.redrawn(tx::query, schedule, now, changes.until(), changes::former)
                .compose(drawn -> {
                    if (drawn != null) {
                        changes.notices(ids.next(), drawn, now).forEach(notice -> tx.emit(Notices.of(notice)));
                    }
                    return HandoffStore.lookAt(tx::query, schedule, now);
                })
                .recover(failure -> {
                    // One schedule that cannot be drawn keeps nobody else from being told; after a failure of the
                    // database the statements that follow fail as well.
                    LOG.atWarn()
                            .addKeyValue("schedule", schedule)
                            .setCause(failure)
                            .log("people could not be told what new time zone rules move");
                    return Future.succeededFuture();
                });
    }
}
