package dev.belfry.status.publication;

import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.maintenance.Maintenance;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is around each public page: its name, its addresses, its times. */
public record Frame(Publication publication, String css, Instant madeAt, Moments moments) {
    /** What the addresses of the page begin with; the slug leads there under any host name. */
    public String base() {
        return "/p/" + publication.page().slug();
    }

    public String name() {
        return publication.page().name();
    }

    /** The first letters of at most two words. */
    public String initials() {
        return Arrays.stream(name().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(2)
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .collect(Collectors.joining())
                .toUpperCase(Locale.ROOT);
    }

    public List<Said> said(Announcement told) {
        return told.updates().stream()
                .map(each -> new Said(each.status().words(), each.createdAt(), each.editedAt() != null, each.body()))
                .toList();
    }

    public List<Said> said(Maintenance one) {
        return one.updates().stream()
                .map(each -> new Said(each.status().words(), each.createdAt(), false, each.body()))
                .toList();
    }

    public String address(Maintenance one) {
        return base() + "/incidents/" + StatuspageJson.id(one.id());
    }

    public String address(Announcement told) {
        return base() + "/incidents/" + StatuspageJson.id(told.id());
    }
}
