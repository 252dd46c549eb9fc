package dev.belfry.contracts.directory;

import java.util.UUID;

/**
 * A record of {@code directory.v1}, key {@code contact-status:USER}: whether somebody can be reached, without saying how.
 * Who never had a contact method has no such record.
 *
 * @param methods how many contact methods of theirs are in use
 * @param verified of how many of these they have shown that what is sent there reaches them
 */
public record ContactStatusEntry(UUID userId, int methods, int verified) {
    public static final String TYPE = "belfry.directory.contact-status.v1";

    public String key() {
        return "contact-status:" + userId;
    }
}
