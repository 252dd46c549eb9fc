package dev.belfry.oncall.rota.imports;

import dev.belfry.oncall.rota.ical.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the people of this house in what calendars say: by the addresses of who is invited, else in the summary by
 * address, name, or the part of the address before the @.
 *
 * <p>Summaries are written in many ways: {@code On Call - Ana Example - Payments} (PagerDuty), {@code [L1] ana, bea}
 * (Grafana OnCall), {@code Ana Example} (Google, Outlook); so each piece of one is tried.
 */
final class KnownPeople {
    private static final Pattern MAIL = Pattern.compile("[^\\s<>()\\[\\],;:\"]+@[^\\s<>()\\[\\],;:\"]+");
    private static final Pattern BETWEEN = Pattern.compile("\\s+[-–—|/]\\s+|[,;:()<>\\[\\]&+\\n]|\\s+and\\s+");

    private final Map<String, Optional<UUID>> people = new HashMap<>();

    /** Somebody of this house. */
    record Person(UUID id, String name, String mail) {}

    KnownPeople(List<Person> all) {
        for (Person person : all) {
            String mail = person.mail.toLowerCase(Locale.ROOT);
            put(mail, person.id);
            put(person.name.strip().toLowerCase(Locale.ROOT), person.id);
            put(mail.substring(0, Math.max(mail.indexOf('@'), 0)), person.id);
        }
    }

    /** What two people are called names neither. */
    private void put(String word, UUID person) {
        people.merge(word, Optional.of(person), (one, other) -> one.equals(other) ? one : Optional.empty());
    }

    /** Everybody the event is about and who has not declined, in order; nobody when none of them is known. */
    List<UUID> of(Event event) {
        if (event.off()) {
            return List.of();
        }
        Set<UUID> found = new LinkedHashSet<>();
        event.mails().forEach(mail -> add(found, mail));
        if (found.isEmpty()) {
            Matcher mails = MAIL.matcher(event.summary());
            while (mails.find()) {
                add(found, mails.group());
            }
        }
        if (found.isEmpty()) {
            add(found, event.summary());
        }
        if (found.isEmpty()) {
            for (String piece : BETWEEN.split(event.summary(), -1)) {
                add(found, piece);
            }
        }
        event.declined()
                .forEach(mail -> people.getOrDefault(mail, Optional.empty()).ifPresent(found::remove));
        return new ArrayList<>(found);
    }

    private void add(Set<UUID> found, String word) {
        people.getOrDefault(word.strip().toLowerCase(Locale.ROOT), Optional.empty())
                .ifPresent(found::add);
    }
}
