package dev.belfry.status.publication;

import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.page.StatusPage;
import java.time.Instant;
import java.util.List;

/**
 * All that a page tells, at one moment.
 *
 * @param announcements newest first: all that are open, and the newest that are not
 */
public record Publication(StatusPage page, List<Component> components, List<Announcement> announcements) {

    public List<Announcement> open() {
        return announcements.stream().filter(told -> told.resolvedAt() == null).toList();
    }

    public List<Announcement> past() {
        return announcements.stream().filter(told -> told.resolvedAt() != null).toList();
    }

    public ComponentStatus worst() {
        return ComponentStatus.worst(components.stream().map(Component::status).toList());
    }

    /** The one sentence at the top: how things are, and which components are meant. */
    public String sentence() {
        var worst = worst();
        if (worst == ComponentStatus.OPERATIONAL) {
            return open().isEmpty() ? "All systems operational" : "We are looking into something";
        }
        var affected = components.stream()
                .filter(component -> component.status() == worst)
                .map(Component::name)
                .toList();
        var named = String.join(", ", affected.subList(0, Math.min(3, affected.size())));
        return worst.words() + ": " + named + (affected.size() > 3 ? " and " + (affected.size() - 3) + " more" : "");
    }

    /** The word for style sheets: {@code operational}, {@code partial-outage}, … */
    public String mood() {
        return worst().code().replace('_', '-');
    }

    public Instant updatedAt() {
        return page.updatedAt();
    }
}
