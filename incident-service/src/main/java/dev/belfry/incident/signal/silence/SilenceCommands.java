package dev.belfry.incident.signal.silence;

import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and ends silences. Whatever ends one, its time or a hand, the alerts it has held back are looked at
 * again, service by service, in transactions of their own.
 */
public final class SilenceCommands {
    /** A silence reaches its end. */
    public static final String END = "silence-end";

    /** A service has alerts whose silence may be over. */
    public static final String LOOK = "silence-look";

    private static final long MOST_UNENDED = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final Database database;
    private final SilenceStore store;
    private final InstantSource clock;
    private final Ids ids;

    public SilenceCommands(Database database, SilenceStore store, InstantSource clock, Ids ids) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** Looks at once for alerts of a service that nothing silences any more. */
    public static TimerOrder look(UUID id, UUID serviceId) {
        return new TimerOrder(id, LOOK, serviceId, 0, 0, 0, Duration.ZERO);
    }

    public Future<Outcome> add(Silence silence) {
        return database.transact(tx -> add(tx, silence));
    }

    private Future<Outcome> add(Tx tx, Silence wanted) {
        var silence = wanted.notBefore(clock.instant());
        var wrong = problem(silence);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return store.unended(tx, silence.service()).compose(unended -> {
            if (unended >= MOST_UNENDED) {
                return Future.succeededFuture(new Outcome.Refused(
                        "There are " + unended + " silences already that have not ended: end some of them first."));
            }
            return store.add(tx, silence).map(added -> added ? armed(tx, silence) : past());
        });
    }

    /**
     * Changes when it begins and ends, and why. Its conditions stay, so that what is recorded of it stays true.
     *
     * @param seen the version the one who asks has seen; null when it does not matter
     */
    public Future<Outcome> change(Silence wanted, @Nullable Long seen) {
        return database.transact(tx -> store.lock(tx, wanted.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var before = found.get();
            if (seen != null && seen != before.version()) {
                return Future.succeededFuture(new Outcome.Stale());
            }
            if (!changeable(before, wanted)) {
                return Future.succeededFuture(
                        new Outcome.Refused("It is over, or it has begun and cannot begin at another time."));
            }
            return changed(tx, before, wanted);
        }));
    }

    /**
     * As Alertmanager does it: what can be changed is changed; otherwise the old one is ended and a new one made.
     *
     * @param fresh the id of the new one
     */
    public Future<Outcome> replace(Silence wanted, UUID fresh) {
        return database.transact(tx -> store.lock(tx, wanted.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var before = found.get();
            var wrong = problem(wanted);
            if (wrong != null) {
                return Future.succeededFuture(wrong);
            }
            if (before.sameMatchers(wanted.matchers()) && changeable(before, wanted)) {
                return changed(tx, before, wanted);
            }
            return add(tx, wanted.withId(fresh))
                    .compose(outcome -> outcome instanceof Outcome.Done
                            ? end(tx, before).map(outcome)
                            : Future.succeededFuture(outcome));
        }));
    }

    private Future<Outcome> changed(Tx tx, Silence before, Silence wanted) {
        var after = before.changed(wanted);
        var wrong = problem(after);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return store.change(tx, after).map(done -> done ? armed(tx, after) : past());
    }

    private Outcome armed(Tx tx, Silence silence) {
        tx.arm(end(silence));
        return new Outcome.Done(silence.id());
    }

    /** Alertmanager's rule (silence.canUpdate): what has begun has begun, and what is over stays over. */
    private boolean changeable(Silence before, Silence wanted) {
        var now = clock.instant();
        return switch (before.state(now)) {
            case ACTIVE ->
                before.startsAt().getEpochSecond() == wanted.startsAt().getEpochSecond();
            case PENDING -> !wanted.startsAt().isBefore(now);
            case EXPIRED -> false;
        };
    }

    /** Ends it now. One that is over already stays as it is. */
    public Future<Outcome> end(UUID id) {
        return database.transact(tx -> store.lock(tx, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome.Missing())
                        : end(tx, found.get()).map(ended -> new Outcome.Done(id))));
    }

    /**
     * What it has held back is looked for once this is committed, and not before: a service that is made meanwhile may
     * still see it in force.
     */
    private Future<Void> end(Tx tx, Silence silence) {
        return store.end(tx, silence.id()).map(ended -> {
            if (ended) {
                var version = (int) silence.version() + 1;
                tx.arm(new TimerOrder(ids.next(), END, silence.id(), version, 0, 0, Duration.ZERO));
            }
            return null;
        });
    }

    /** Its time is over by the timer that was armed for this version of it. */
    Future<Void> over(Tx tx, UUID id, int version, Instant now) {
        return store.find(tx, id).compose(found -> {
            if (found.isEmpty() || found.get().version() != version) {
                return Future.succeededFuture();
            }
            var silence = found.get();
            if (silence.state(now) == Silence.State.EXPIRED) {
                return lookAgain(tx, silence);
            }
            // The clock that armed the timer ran before the database's: only that one decides.
            tx.arm(new TimerOrder(
                    ids.next(),
                    END,
                    id,
                    version,
                    0,
                    0,
                    Duration.between(now, silence.endsAt()).plusMillis(1)));
            return Future.succeededFuture();
        });
    }

    private Future<Void> lookAgain(Tx tx, Silence silence) {
        var service = silence.service();
        var services = service == null ? store.services(tx) : Future.succeededFuture(List.of(service));
        return services.map(all -> {
            all.forEach(one -> tx.arm(look(ids.next(), one)));
            return null;
        });
    }

    private TimerOrder end(Silence silence) {
        var left = Duration.between(clock.instant(), silence.endsAt());
        return new TimerOrder(
                Ids.derived(END, silence.id(), silence.version()),
                END,
                silence.id(),
                (int) silence.version(),
                0,
                0,
                left.isNegative() ? Duration.ZERO : left);
    }

    private @Nullable Outcome problem(Silence silence) {
        if (!silence.endsAt().isAfter(clock.instant())) {
            return past();
        }
        if (!silence.startsAt().isBefore(silence.endsAt())) {
            return new Outcome.Invalid("endsAt", "It must end after it begins.");
        }
        if (silence.endsAt().isAfter(clock.instant().plus(LONGEST))) {
            return new Outcome.Invalid("endsAt", "It must end within ten years.");
        }
        if (silence.matchers().stream().allMatch(Matcher::matchesEmpty)) {
            return new Outcome.Invalid("matchers", "At least one matcher must not match the empty string.");
        }
        return null;
    }

    private static Outcome past() {
        return new Outcome.Invalid("endsAt", "It must end in the future.");
    }
}
