package dev.belfry.notifier.ack;

import dev.belfry.contracts.page.Page;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** The addresses that a message of a page leads to. */
public final class AckLinks {
    private final URI consoleUrl;
    private final byte[] key;

    public AckLinks(URI consoleUrl, byte[] key) {
        this.consoleUrl = consoleUrl;
        this.key = key.clone();
    }

    public String acknowledge(Page page, Instant now) {
        var token = AckToken.of(page.id(), page.incidentId(), page.cycle(), page.userId(), now);
        return root() + "/ack/" + token.sign(key);
    }

    /** Leads to all pages that one message listed. */
    public String acknowledgeAll(UUID digest, UUID user, Instant now) {
        return root() + "/ack/" + AckToken.ofDigest(digest, user, now).sign(key);
    }

    public String incident(Page page) {
        return root() + "/incidents/" + page.incident().number();
    }

    private String root() {
        return consoleUrl.toString().replaceAll("/+$", "");
    }
}
