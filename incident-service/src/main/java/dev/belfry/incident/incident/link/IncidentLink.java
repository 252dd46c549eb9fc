package dev.belfry.incident.incident.link;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.UUID;

/**
 * An address that belongs to an incident.
 *
 * @param title what people call it
 * @param url begins with http:// or https://
 */
public record IncidentLink(
        UUID id, @JsonIgnore UUID incident, String title, String url, Instant addedAt, String addedBy) {
    static final int LONGEST_TITLE = 200;
    static final int LONGEST_URL = 2_000;

    /** Whether a browser can follow it, and nothing else. */
    public static boolean leadsSomewhere(String url) {
        try {
            var uri = new URI(url);
            var scheme = uri.getScheme();
            return url.length() <= LONGEST_URL
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme));
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
