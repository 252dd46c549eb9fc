package dev.belfry.incident.catalog.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people want to know of a service beside who is paged for it.
 *
 * @param team that owns it
 * @param tier 1 is what the business stands on, 4 what nobody misses for a day; null when nobody has said
 * @param links where else to look, such as dashboards
 * @param runbook what to do first
 */
public record Profile(
        @Nullable UUID team,
        @Nullable Integer tier,
        List<Link> links,
        @Nullable String runbook) {
    public static final Profile NONE = new Profile(null, null, List.of(), null);
    public static final int MOST_LINKS = 10;
    public static final int LOWEST_TIER = 4;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_URL = 1_000;

    public Profile {
        links = List.copyOf(links);
    }

    /** An address with a name. */
    public record Link(String name, String url) {}

    /** Null when nothing is wrong with it. */
    Outcome.@Nullable Invalid wrong() {
        if (tier != null && (tier < 1 || tier > LOWEST_TIER)) {
            return new Outcome.Invalid("tier", "Choose a tier from 1 to 4.");
        }
        if (runbook != null && !address(runbook)) {
            return new Outcome.Invalid("runbook", "Give an address that begins with https://.");
        }
        if (links.size() > MOST_LINKS) {
            return new Outcome.Invalid("links", "Give at most " + MOST_LINKS + " links.");
        }
        var names = new HashSet<String>();
        for (int i = 0; i < links.size(); i++) {
            var link = links.get(i);
            if (link.name().isBlank() || link.name().length() > LONGEST_NAME || !names.add(link.name())) {
                return new Outcome.Invalid(
                        "links/" + i + "/name", "Give each link a name of its own, of 1 to 60 characters.");
            }
            if (!address(link.url())) {
                return new Outcome.Invalid(
                        "links/" + i + "/url", "Give “" + link.name() + "” an address that begins with https://.");
            }
        }
        return null;
    }

    private static boolean address(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= LONGEST_URL && "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
