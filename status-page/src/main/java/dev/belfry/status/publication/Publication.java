package dev.belfry.status.publication;

import dev.belfry.status.announcement.Announcement;
import dev.belfry.status.component.Change;
import dev.belfry.status.component.Component;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.maintenance.Maintenance;
import dev.belfry.status.page.StatusPage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a page tells, at one moment.
 *
 * @param announcements newest first: all that are open, and the newest that are not
 * @param maintenances all that are to come or go on, and the newest that are over
 * @param changes how each component was shown in the last 90 days
 */
public record Publication(
        StatusPage page,
        List<Component> components,
        List<Announcement> announcements,
        List<Maintenance> maintenances,
        Map<UUID, List<Change>> changes) {

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
        return Stream.concat(
                        announcements.stream().map(Publication::entry),
                        maintenances.stream()
                                .filter(one -> one.startedAt() != null)
                                .map(Publication::entry))
                .sorted(Comparator.comparing(Entry::from).reversed())
                .toList();
    }

    private static Entry entry(Maintenance one) {
        return new Entry(
                StatuspageJson.id(one.id()),
                one.name(),
                ComponentStatus.UNDER_MAINTENANCE,
                one.startedAt() == null ? one.scheduledFor() : one.startedAt(),
                one.completedAt(),
                Markdown.words(one.updates().getFirst().body(), SAID));
    }

    /** What is to come or goes on, the soonest first. */
    public List<Maintenance> planned() {
        return maintenances.stream()
                .filter(one -> one.completedAt() == null)
                .sorted(Comparator.comparing(Maintenance::scheduledFor))
                .toList();
    }

    /** What is over, the newest first. */
    public List<Maintenance> finished() {
        return maintenances.stream().filter(one -> one.completedAt() != null).toList();
    }

    public Uptime uptime(Component component, Instant now) {
        return Uptime.of(
                component.createdAt(),
                changes.getOrDefault(component.id(), List.of()),
                ZoneId.of(page.timeZone()),
                now);
    }

    public String affected(Maintenance one) {
        return names(one.components());
    }

    private String names(Collection<UUID> ids) {
        return components.stream()
                .filter(component -> ids.contains(component.id()))
                .map(Component::name)
                .collect(Collectors.joining(", "));
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
        return names(told.components().keySet());
    }

    public Instant updatedAt() {
        return page.updatedAt();
    }
}
