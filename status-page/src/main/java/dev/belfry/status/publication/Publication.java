package dev.belfry.status.publication;

import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.page.StatusPage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a page tells, at one moment.
 *
 * @param announcements newest first: all that are open, and the newest that are not
 */
public record Publication(StatusPage page, List<Component> components, List<Announcement> announcements) {

    private static final int SAID = 200;

    public List<Announcement> open() {
        return announcements.stream().filter(told -> told.resolvedAt() == null).toList();
    }

    public List<Announcement> past() {
        return announcements.stream().filter(told -> told.resolvedAt() != null).toList();
    }

    /** The worst that a component shows; a post that names no component speaks by its impact. */
    public ComponentStatus worst() {
        return Stream.concat(
                        components.stream().map(Component::status),
                        withoutComponents().map(told -> told.impact().status()))
                .reduce(ComponentStatus.OPERATIONAL, ComponentStatus::worse);
    }

    private Stream<Announcement> withoutComponents() {
        return open().stream().filter(told -> told.components().isEmpty());
    }

    /** The one sentence at the top: how things are, and what is meant. */
    public String sentence() {
        var worst = worst();
        if (worst == ComponentStatus.OPERATIONAL) {
            return "All systems operational";
        }
        var affected = Stream.concat(
                        components.stream()
                                .filter(component -> component.status() == worst)
                                .map(Component::name),
                        withoutComponents()
                                .filter(told -> told.impact().status() == worst)
                                .map(Announcement::name))
                .toList();
        var named = String.join(", ", affected.subList(0, Math.min(3, affected.size())));
        return worst.words() + ": " + named + (affected.size() > 3 ? " and " + (affected.size() - 3) + " more" : "");
    }

    /** The word for style sheets: {@code operational}, {@code partial-outage}, … */
    public String mood() {
        return worst().code().replace('_', '-');
    }

    /** What happened, newest first. */
    public List<Entry> entries() {
        return announcements.stream().map(Publication::entry).toList();
    }

    private static Entry entry(Announcement told) {
        return new Entry(
                StatuspageJson.id(told.id()),
                told.name(),
                told.look(),
                told.createdAt(),
                told.resolvedAt(),
                Markdown.words(told.updates().getFirst().body(), SAID));
    }

    /** The names of the components it is about. */
    public String affected(Announcement told) {
        return components.stream()
                .filter(component -> told.components().containsKey(component.id()))
                .map(Component::name)
                .collect(Collectors.joining(", "));
    }

    public Instant updatedAt() {
        return page.updatedAt();
    }
}
