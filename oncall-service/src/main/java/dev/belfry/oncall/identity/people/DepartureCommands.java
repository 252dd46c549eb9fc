package dev.belfry.oncall.identity.people;

import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.UUID;

/** What has to go on without a person from the moment they are deactivated or removed, in the same transaction. */
@FunctionalInterface
public interface DepartureCommands {
    Future<Void> without(Tx tx, UUID person);
}
