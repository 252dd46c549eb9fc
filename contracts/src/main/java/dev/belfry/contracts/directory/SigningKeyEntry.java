package dev.belfry.contracts.directory;

/**
 * A record of {@code directory.v1}, key {@code signing-key:KID}: the public half of the key that signs sessions.
 *
 * @param jwk the public key as a JSON Web Key (RFC 7517), P-256
 */
public record SigningKeyEntry(String kid, String jwk) {
    public static final String TYPE = "belfry.directory.signing-key.v1";

    public String key() {
        return "signing-key:" + kid;
    }
}
