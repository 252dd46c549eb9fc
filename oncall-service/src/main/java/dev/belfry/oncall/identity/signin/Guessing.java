package dev.belfry.oncall.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Slows down who guesses passwords or codes, and who asks for links.
 *
 * <p>Failures are counted for an account from one address, so that strangers lock out nobody but themselves; for an
 * address over all accounts; and for an account from everywhere, against those who have many addresses. The last one holds
 * only for who has nothing better to show than a password.
 */
public final class Guessing {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int GROUPS_OF_A_NETWORK = 4;

    private final Throttle together;
    private final Throttle addresses;
    private final Throttle accounts;

    private Guessing(int anAccountAndAddress, int anAddress, int anAccount) {
        together = new Throttle(anAccountAndAddress, WINDOW);
        addresses = new Throttle(anAddress, WINDOW);
        accounts = new Throttle(anAccount, WINDOW);
    }

    /** For passwords and codes. */
    public static Guessing ofPasswords() {
        return new Guessing(10, 30, 100);
    }

    /** For links that are mailed: each one counts, whatever becomes of it. */
    static Guessing ofLinks() {
        return new Guessing(3, 10, 20);
    }

    /**
     * How long to wait; when that is not at all, the attempt is counted as failed, so that many at once cannot all slip
     * through.
     *
     * @param known the account is guarded by a second factor, or its person has come from this address before
     */
    public Duration attempt(String account, String address, boolean known, Instant now) {
        var network = network(address);
        var both = account + " " + network;
        Duration wait = longer(together.pause(both, now), addresses.pause(network, now));
        if (!known) {
            wait = longer(wait, accounts.pause(account, now));
        }
        if (wait.isZero()) {
            together.failed(both, now);
            addresses.failed(network, now);
            accounts.failed(account, now);
        }
        return wait;
    }

    /** Whether so many have failed for this account, from wherever, that a password alone does not open it any more. */
    boolean isUnderAttack(String account, Instant now) {
        return accounts.pause(account, now).isPositive();
    }

    /** The attempt went well after all. */
    public void passed(String account, String address) {
        var network = network(address);
        together.forget(account + " " + network);
        addresses.takeBack(network);
        accounts.takeBack(account);
    }

    /** Who has shown otherwise to be this person may guess again from that address; nothing else is forgotten. */
    void letIn(String account, String address) {
        together.forget(account + " " + network(address));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Who has one IPv6 address has all of its /64. */
    static String network(String address) {
        return address.contains(":") && !address.contains("::")
                ? Arrays.stream(address.split(":", -1))
                        .limit(GROUPS_OF_A_NETWORK)
                        .collect(Collectors.joining(":"))
                : address;
    }
}
