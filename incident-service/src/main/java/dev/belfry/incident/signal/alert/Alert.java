package dev.belfry.incident.signal.alert;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.incident.catalog.service.SaidUrgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch must know of an alert; its words stay in the database and are only written.
 *
 * @param incidentId null while a silence or a rule holds it back: it pages nobody then
 * @param count how often its sender said it fires
 * @param resolvedAt null while it fires
 * @param expiresAt when it is over by itself unless its sender says it again; null when only a word ends it
 * @param silencedBy the silences that hold it back, or held it back when it was over
 * @param hold the event rule that holds it back, or held it back when it was over; null when none does
 * @param decided what was decided of it in this batch
 * @param acknowledgedBy who acknowledged it in this batch
 * @param first what it began with, when it began in this batch
 * @param apart a person has split it off: what fires again under its key goes where it is, whatever its group is
 * @param earlier when what came before it under its key fired and resolved, as far as that is not long ago
 * @param said how urgent an event rule said it is when it began; null when none did
 * @param latest the newest trigger of this batch, whose words replace the older ones
 */
public record Alert(
        UUID id,
        AlertKey key,
        UUID serviceId,
        @Nullable UUID incidentId,
        AlertSeverity severity,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant resolvedAt,
        @Nullable Instant expiresAt,
        List<UUID> silencedBy,
        @Nullable Hold hold,
        List<Decided> decided,
        @Nullable String acknowledgedBy,
        @Nullable Heard first,
        boolean apart,
        List<Instant> earlier,
        @Nullable SaidUrgency said,
        @Nullable Heard latest) {

    /** An alert that fires for the first time; where it belongs is decided next. */
    public static Alert begun(UUID id, UUID serviceId, Heard heard) {
        var at = heard.request().receivedAt();
        var signal = heard.signal();
        return new Alert(
                id,
                heard.key(),
                serviceId,
                null,
                signal.severity(),
                heard.times(),
                at,
                at,
                null,
                signal.expiresAt(),
                List.of(),
                null,
                List.of(),
                null,
                heard,
                false,
                List.of(),
                null,
                heard);
    }

    /** Whether it fires. */
    public boolean open() {
        return resolvedAt == null;
    }

    /** Whether it is over by itself before anything known of it before would have been. */
    public boolean expiresSoonerThan(@Nullable Alert before) {
        if (expiresAt == null || before == null || !before.id.equals(id) || before.expiresAt == null) {
            return true;
        }
        return expiresAt.isBefore(before.expiresAt);
    }

    /** It is part of an incident. */
    public Alert joined(UUID incident) {
        return with(incident, severity, count, lastSeen, resolvedAt, expiresAt, latest)
                .held(List.of(), null);
    }

    /** A person has taken it out of its incident. */
    public Alert splitOff() {
        return rest(silencedBy, hold, decided, acknowledgedBy, true, earlier, said);
    }

    /** It fires again shortly after its key has fired and resolved at these times. */
    public Alert after(List<Instant> changes) {
        return rest(silencedBy, hold, decided, acknowledgedBy, apart, changes, said);
    }

    /** An event rule says how urgent it is. */
    public Alert urged(@Nullable SaidUrgency urgency) {
        return rest(silencedBy, hold, decided, acknowledgedBy, apart, earlier, urgency);
    }

    /** When its key fired and resolved, as far as that is not long ago, in order. */
    public List<Instant> changes() {
        var all = new ArrayList<>(earlier);
        all.add(firstSeen);
        if (resolvedAt != null) {
            all.add(resolvedAt);
        }
        return all;
    }

    /** Silences, a rule or both hold it back: it is part of no incident. */
    public Alert heldBack(List<UUID> silences, @Nullable Hold by) {
        return with(null, severity, count, lastSeen, resolvedAt, expiresAt, latest)
                .held(silences, by);
    }

    /** Whether the same silences and the same rule hold it back, whatever that rule has counted meanwhile. */
    public boolean heldLike(Alert before) {
        return silencedBy.equals(before.silencedBy)
                && (hold == null
                        ? before.hold == null
                        : before.hold != null
                                && hold.kind() == before.hold.kind()
                                && hold.rule().equals(before.hold.rule()));
    }

    /** The same with one decision more. */
    public Alert decided(Decided decision) {
        var all = new ArrayList<>(decided);
        all.add(decision);
        return rest(silencedBy, hold, List.copyOf(all), acknowledgedBy, apart, earlier, said);
    }

    /** The same, held back by these or by nothing. */
    public Alert held(List<UUID> silences, @Nullable Hold by) {
        return rest(silences, by, decided, acknowledgedBy, apart, earlier, said);
    }

    /** Its sender says again that it fires. */
    public Alert repeated(Heard heard) {
        var said = heard.signal();
        var worse = said.severity().compareTo(severity) < 0 ? said.severity() : severity;
        var at = later(lastSeen, heard.request().receivedAt());
        return with(
                incidentId,
                worse,
                count + heard.times(),
                at,
                resolvedAt,
                said.expiresAt(),
                heard.replacesWords() ? heard : latest);
    }

    /** A trigger that was overtaken by a resolve: it only counts. */
    public Alert counted(Heard heard) {
        return with(incidentId, severity, count + heard.times(), lastSeen, resolvedAt, expiresAt, latest);
    }

    /** It fires no more. */
    public Alert resolved(Instant at) {
        return with(incidentId, severity, count, later(lastSeen, at), at, expiresAt, latest);
    }

    /** Its sender has said nothing for too long: it fires no more, and was last seen when it was last said. */
    public Alert expired(Instant at) {
        return with(incidentId, severity, count, lastSeen, at, expiresAt, latest);
    }

    /** Somebody at the sender's has it. */
    public Alert acknowledged(String by) {
        return rest(silencedBy, hold, decided, by, apart, earlier, said);
    }

    private Alert with(
            @Nullable UUID incident,
            AlertSeverity newSeverity,
            long newCount,
            Instant seen,
            @Nullable Instant resolved,
            @Nullable Instant expires,
            @Nullable Heard newest) {
        return new Alert(
                id,
                key,
                serviceId,
                incident,
                newSeverity,
                newCount,
                firstSeen,
                seen,
                resolved,
                expires,
                silencedBy,
                hold,
                decided,
                acknowledgedBy,
                first,
                apart,
                earlier,
                said,
                newest);
    }

    private Alert rest(
            List<UUID> silences,
            @Nullable Hold by,
            List<Decided> decisions,
            @Nullable String acknowledger,
            boolean splitOff,
            List<Instant> before,
            @Nullable SaidUrgency newSaid) {
        return new Alert(
                id,
                key,
                serviceId,
                incidentId,
                severity,
                count,
                firstSeen,
                lastSeen,
                resolvedAt,
                expiresAt,
                silences,
                by,
                decisions,
                acknowledger,
                first,
                splitOff,
                before,
                newSaid,
                latest);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
