package dev.belfry.oncall.identity.signin;

import java.time.Duration;
import java.time.Instant;

/** Slows down who guesses passwords or codes, by account and by address. */
public final class Guessing {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int FAILURES_AN_ACCOUNT = 10;
    private static final int FAILURES_AN_ADDRESS = 30;

    private final Throttle accounts = new Throttle(FAILURES_AN_ACCOUNT, WINDOW);
    private final Throttle addresses = new Throttle(FAILURES_AN_ADDRESS, WINDOW);

    /** How long to wait; when that is not at all, the attempt is counted as failed, so that many at once cannot all slip through. */
    public Duration attempt(String account, String address, Instant now) {
        Duration one = accounts.pause(account, now);
        Duration other = addresses.pause(address, now);
        Duration wait = one.compareTo(other) >= 0 ? one : other;
        if (wait.isZero()) {
            accounts.failed(account, now);
            addresses.failed(address, now);
        }
        return wait;
    }

    /** The attempt went well after all. */
    public void passed(String account, String address) {
        accounts.forget(account);
        addresses.takeBack(address);
    }
}
