package dev.belfry.oncall.rota.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.TimeZone;
import net.fortuna.ical4j.model.TimeZoneRegistry;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.parameter.Value;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.RefreshInterval;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * Writes a feed as iCalendar (RFC 5545).
 *
 * <p>Times are in UTC, which is exact also in the hour that comes twice; the zone is there for programs that draw by it,
 * and because a calendar has to have a component. Shifts are written one by one: a rule cannot say what overrides change.
 * There is no METHOD: with one, RFC 5546 asks for an organizer, and Outlook makes a meeting of it.
 */
final class Calendar {
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final int LINE = 75;

    private Calendar() {}

    /**
     * @param leftOut what is not in it, in words; empty when everything is
     * @param stamp when the feed was made: the same bytes must come out while nothing changes
     */
    static String text(String name, String leftOut, ZoneId zone, Instant stamp, List<FeedEvent> events) {
        var calendar = new net.fortuna.ical4j.model.Calendar();
        calendar.add(new ProdId("-//Belfry//On call//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(new XProperty("X-WR-CALNAME", name));
        if (!leftOut.isEmpty()) {
            calendar.add(new XProperty("X-WR-CALDESC", leftOut));
        }
        calendar.add(new XProperty("X-WR-TIMEZONE", zone.getId()));
        // RFC 7986 wants its type named.
        calendar.add(new RefreshInterval(new ParameterList(List.of(Value.DURATION)), REFRESH));
        calendar.add(new XProperty("X-PUBLISHED-TTL", REFRESH.toString()));
        calendar.add(zone(zone));
        for (FeedEvent one : events) {
            VEvent event = new VEvent(one.start(), one.end(), one.summary());
            event.removeAll("DTSTAMP");
            event.add(new DtStamp(stamp));
            event.add(new Uid(one.uid() + "@belfry"));
            event.add(new Description(one.description()));
            event.add(new Transp(Transp.VALUE_TRANSPARENT));
            calendar.add(event);
        }
        return folded(calendar.toString());
    }

    /** A calendar without a component is none (§3.6), so one whose zone the library does not have says UTC. */
    private static VTimeZone zone(ZoneId zone) {
        TimeZoneRegistry registry = TimeZoneRegistryFactory.getInstance().createRegistry();
        TimeZone known = registry.getTimeZone(zone.getId());
        return Objects.requireNonNull(known == null ? registry.getTimeZone("Etc/UTC") : known)
                .getVTimeZone();
    }

    /** Lines of at most 75 octets (§3.1), cut between characters; the library counts characters. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length() + text.length() / 50);
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            int size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x1_0000 ? 3 : 4;
            if (character == '\r' || character == '\n') {
                octets = 0;
            } else if (octets + size > LINE) {
                folded.append("\r\n ");
                octets = 1 + size;
            } else {
                octets += size;
            }
            folded.appendCodePoint(character);
        }
        return folded.toString();
    }
}
