package dev.belfry.notifier.lane;

import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.channel.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The calls that a lane has under way, one turn each, and who may begin another. Contact methods that have been slow or silent
 * share half of the slots, those nobody knows yet get a quarter more, and the last quarter is for those that were quick: slow
 * mailboxes never take the place of quick ones. What was tried before begins only within a budget, a tenth of the other calls and one
 * a second, which grows with each success.
 */
final class Slots {
    static final long SLOW_NANOS = 2_000_000_000L;
    private static final int REMEMBERED = 10_000;
    private static final double RETRY_SHARE = 0.1;
    private static final double RETRY_EARNED = 2;

    private enum Manner {
        SLOW,
        UNKNOWN,
        QUICK
    }

    private final ChannelFigures figures;
    private final Breaker breaker = new Breaker();
    private final Tokens rate;
    private final Tokens retries;
    private final Map<UUID, Manner> taken = new HashMap<>();
    private final Map<UUID, Manner> manners = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Manner> eldest) {
            return size() > REMEMBERED;
        }
    };

    Slots(ChannelFigures figures, long now) {
        this.figures = figures;
        this.rate = new Tokens(figures.perSecond(), figures.perSecond(), now);
        this.retries = new Tokens(1, figures.slots(), now);
    }

    /** Takes a slot for the contact method; false when it has one, or none is free for it. */
    synchronized boolean take(Turn turn, long now) {
        var manner = manners.getOrDefault(turn.method(), Manner.UNKNOWN);
        if (taken.containsKey(turn.method())
                || count(manner) >= room(manner)
                || !rate.has(now)
                || (figures.oneProvider() && !breaker.allows(manner == Manner.SLOW, now))
                || (turn.retry() && !retries.has(now))) {
            return false;
        }
        taken.put(turn.method(), manner);
        rate.spend();
        breaker.begun(now);
        if (turn.retry()) {
            retries.spend();
        } else {
            retries.add(RETRY_SHARE);
        }
        return true;
    }

    /** The slot was not used. */
    synchronized void giveBack(UUID method) {
        taken.remove(method);
    }

    /** The call has really ended; true when that ended a trouble of the provider. */
    synchronized boolean end(UUID method, List<Outcome> outcomes, long took) {
        taken.remove(method);
        boolean slow = took >= SLOW_NANOS
                || outcomes.stream().anyMatch(outcome -> outcome.trouble() == Outcome.Trouble.SUSPECTED);
        manners.put(method, slow ? Manner.SLOW : Manner.QUICK);
        boolean ended = false;
        for (var outcome : outcomes) {
            if (outcome instanceof Outcome.Accepted) {
                retries.add(RETRY_EARNED);
            }
            switch (outcome.trouble()) {
                case NONE -> ended |= breaker.served();
                case SUSPECTED -> breaker.silent(method);
                case CERTAIN -> breaker.unserved();
            }
        }
        return ended;
    }

    synchronized int inFlight() {
        return taken.size();
    }

    synchronized boolean full() {
        return taken.size() >= figures.slots();
    }

    synchronized boolean troubled() {
        return figures.oneProvider() && breaker.open();
    }

    synchronized List<UUID> methods() {
        return List.copyOf(taken.keySet());
    }

    /** How many are under way that count for the bound of that manner. */
    private int count(Manner manner) {
        return (int) taken.values().stream()
                .filter(one -> one.compareTo(manner) <= 0)
                .count();
    }

    private int room(Manner manner) {
        int slots = figures.slots();
        return switch (manner) {
            case SLOW -> Math.max(1, slots / 2);
            case UNKNOWN -> Math.max(1, slots * 3 / 4);
            case QUICK -> slots;
        };
    }
}
