package dev.belfry.oncall.identity.profile;

import dev.belfry.oncall.identity.access.SessionStore;
import dev.belfry.oncall.identity.people.AccountStore;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a person sees of their own account. */
public final class ProfileQueries {
    private final Database database;
    private final InstantSource clock;
    private final PeopleQueries people;

    public ProfileQueries(Database database, InstantSource clock, PeopleQueries people) {
        this.database = database;
        this.clock = clock;
        this.people = people;
    }

    /** Null when the person is gone. */
    Future<@Nullable Profile> profile(UUID person, @Nullable UUID session) {
        return AccountStore.account(database::query, person, false)
                .compose(account -> account == null
                        ? Future.<@Nullable Profile>succeededFuture(null)
                        : SessionStore.of(database::query, person, clock.instant())
                                .compose(sessions -> people.tokensOf(person)
                                        .compose(tokens -> AccountStore.countCodes(database::query, person)
                                                .compose(codes -> ReminderStore.of(database::query, List.of(person))
                                                        .map(wishes -> new Profile(
                                                                account.user(),
                                                                account.passwordHash() != null,
                                                                account.totpSecret() != null,
                                                                codes,
                                                                sessions,
                                                                tokens,
                                                                wishes.getOrDefault(person, Set.of()),
                                                                session))))));
    }
}
