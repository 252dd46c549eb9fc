package dev.belfry.oncall.identity.signin;

import java.time.Duration;

/** What became of an attempt to sign in, or of one step of it. */
public sealed interface Attempt {
    record SignedIn(String token, String theme) implements Attempt {}

    /** The password was right; now the code of the authenticator. */
    record CodeNeeded(String step) implements Attempt {}

    /** All was right; but the password was somebody else's choice and has to be changed first. */
    record PasswordNeeded(String step) implements Attempt {}

    /** No such account, no password, not active, or the wrong password: nobody learns which. */
    record Wrong() implements Attempt {}

    /** The step before was too long ago, or is done already. */
    record TooLate() implements Attempt {}

    record TooMany(Duration pause) implements Attempt {}
}
