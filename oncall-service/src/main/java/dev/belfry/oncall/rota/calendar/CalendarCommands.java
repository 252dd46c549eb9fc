package dev.belfry.oncall.rota.calendar;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Sha256;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes feeds, gives them another address, takes them away. */
public final class CalendarCommands {
    private static final int MOST = 200;
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final URI console;

    public CalendarCommands(Database database, InstantSource clock, RandomGenerator random, URI console) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.console = console;
    }

    Future<Answer<CalendarFeed>> create(Caller by, UUID id, FeedDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        UUID owner = by.principal().userId();
        CalendarFeed feed =
                new CalendarFeed(id, draft.kind(), draft.subject(), owner, clock.instant(), null, null, null);
        String secret = secret();
        return database.<Answer<CalendarFeed>>transact(tx -> CalendarStore.count(tx::query, owner)
                        .compose(count -> {
                            if (count >= MOST) {
                                return Future.succeededFuture(new Answer.Conflict<>(
                                        "there are " + MOST + " calendar feeds already: take one away first"));
                            }
                            return CalendarStore.insert(tx::query, feed, Sha256.hex(secret))
                                    .compose(done -> AuditStore.write(
                                            tx::query,
                                            by,
                                            "calendar-feed.made",
                                            id,
                                            draft.kind() == FeedKind.TEAM ? draft.subject() : null,
                                            Map.of(
                                                    "kind",
                                                    word(draft.kind()),
                                                    "subject",
                                                    String.valueOf(draft.subject()))))
                                    .map(done -> new Answer.Done<>(at(feed, secret), 0));
                        }))
                .recover(failure -> ConstraintStore.unknown(
                        failure, new Answer.Bad("/subject", "there is no such " + word(draft.kind()))));
    }

    /** Whoever knew the old address has none then. */
    Future<Answer<CalendarFeed>> rotate(Caller by, UUID id) {
        String secret = secret();
        return database.transact(tx -> CalendarStore.rotate(
                        tx::query, id, owner(by), Sha256.hex(secret), clock.instant())
                .compose(feed -> feed == null
                        ? missing()
                        : AuditStore.write(tx::query, by, "calendar-feed.rotated", id, null, Map.of())
                                .map(done -> new Answer.Done<>(at(feed, secret), 0))));
    }

    Future<Answer<CalendarFeed>> delete(Caller by, UUID id) {
        return database.transact(tx -> CalendarStore.delete(tx::query, id, owner(by))
                .compose(feed -> feed == null
                        ? missing()
                        : AuditStore.write(tx::query, by, "calendar-feed.removed", id, null, Map.of())
                                .map(done -> new Answer.Done<>(feed, 0))));
    }

    private static <T> Future<Answer<T>> missing() {
        return Future.succeededFuture(new Answer.Missing<>(CalendarFeed.THING));
    }

    /** Whose feeds they may touch: their own, an administrator everybody's. */
    static @Nullable UUID owner(Caller by) {
        return by.principal().role().covers(Role.ADMIN) ? null : by.principal().userId();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private CalendarFeed at(CalendarFeed feed, String secret) {
        URI board = feed.kind() == FeedKind.USER ? null : console.resolve("/calendar/" + secret + ".json");
        return feed.at(console.resolve("/calendar/" + secret + ".ics"), board);
    }

    private static String word(FeedKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
