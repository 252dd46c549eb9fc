package dev.belfry.status.component;

import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.timer.DueTimer;
import dev.belfry.platform.timer.TimerHandler;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Looks at the components of a page again when an incident they follow has been open long enough to be shown. */
public final class FollowTimer implements TimerHandler {
    public static final String KIND = "follow-incident";

    private final ComponentCommands components;

    public FollowTimer(ComponentCommands components) {
        this.components = components;
    }

    static TimerOrder order(UUID page, Instant now, Instant due) {
        // A timer keeps milliseconds: one more, so that it is not early.
        var delay = Duration.between(now, due).plusMillis(1);
        return new TimerOrder(Ids.derived(KIND, page, due), KIND, page, 0, 0, 0, delay);
    }

    @Override
    public Future<Void> fire(Tx tx, DueTimer due) {
        return components.settle(tx, List.of(due.ref()), due.now());
    }
}
