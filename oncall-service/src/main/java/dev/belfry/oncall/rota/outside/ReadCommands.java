package dev.belfry.oncall.rota.outside;

import dev.belfry.oncall.rota.ical.CalendarClient;
import dev.belfry.oncall.rota.ical.CalendarReader;
import dev.belfry.oncall.rota.ical.Fetched;
import dev.belfry.oncall.rota.ical.Reading;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fetches a calendar, reads it and takes what is in it; what cannot be read leaves what was read before, and says so. */
public final class ReadCommands {
    private static final Duration BACK = Duration.ofDays(31);
    private static final Duration AHEAD = Duration.ofDays(400);
    /** A calendar that stays as it is is followed further when less than this is left of what was read. */
    private static final Duration LEFT = Duration.ofDays(300);

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final CalendarClient client;
    private final Map<OutsideKind, IntakeCommands> intakes;

    public ReadCommands(
            Vertx vertx,
            Database database,
            InstantSource clock,
            CalendarClient client,
            Map<OutsideKind, IntakeCommands> intakes) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.client = client;
        this.intakes = Map.copyOf(intakes);
    }

    /** Why this text cannot be read as a calendar; null when it can. */
    Future<@Nullable String> refusal(String text) {
        // In which zone its days count is known when it is read for somebody.
        return read(text, ZoneOffset.UTC)
                .map(reading -> reading instanceof Reading.Refused refused ? refused.why() : null);
    }

    /** On a worker: a large calendar takes longer than the event loop has. */
    public Future<Reading> read(String text, @Nullable ZoneId zone) {
        Instant now = clock.instant();
        return vertx.executeBlocking(() -> CalendarReader.read(text, zone, now.minus(BACK), now.plus(AHEAD)), false);
    }

    public Future<Fetched> fetch(String url) {
        return client.fetch(url, null, null);
    }

    Future<Void> read(OutsideCalendar calendar) {
        String url = calendar.url();
        Future<Fetched> fetched = url == null
                ? Future.succeededFuture(new Fetched.Same())
                : client.fetch(url, calendar.etag(), calendar.modified());
        return fetched.compose(outcome -> switch (outcome) {
            case Fetched.Failed failed -> OutsideStore.failed(database::query, calendar, failed.why());
            case Fetched.Fresh fresh -> take(calendar, fresh, fresh.text());
            case Fetched.Same same -> again(calendar);
        });
    }

    private Future<Void> again(OutsideCalendar calendar) {
        Instant now = clock.instant();
        Instant until = calendar.readUntil();
        if (until != null && until.isAfter(now.plus(LEFT))) {
            return OutsideStore.unchanged(database::query, calendar, now);
        }
        return OutsideStore.text(database::query, calendar.id())
                .compose(text -> text == null
                        ? Future.succeededFuture()
                        : take(calendar, new Fetched.Fresh(text, calendar.etag(), calendar.modified()), text));
    }

    private Future<Void> take(OutsideCalendar calendar, Fetched.Fresh fresh, String text) {
        IntakeCommands intake = intake(calendar);
        return intake.zone(database::query, calendar)
                .compose(zone -> read(text, zone))
                .compose(reading -> switch (reading) {
                    case Reading.Refused refused ->
                        OutsideStore.failed(database::query, calendar, "the calendar cannot be read: " + refused.why());
                    case Reading.Read read ->
                        database.transact(tx -> take(tx, calendar, fresh, read))
                                .compose(done -> intake.taken(calendar))
                                .recover(failure -> unfit(calendar, failure));
                });
    }

    /** What an intake cannot take is a matter of the calendar, and no fault. */
    private Future<Void> unfit(OutsideCalendar calendar, Throwable failure) {
        return failure instanceof IllegalArgumentException
                ? OutsideStore.failed(database::query, calendar, String.valueOf(failure.getMessage()))
                : Future.failedFuture(failure);
    }

    private Future<Void> take(Tx tx, OutsideCalendar calendar, Fetched.Fresh fresh, Reading.Read read) {
        Instant now = clock.instant();
        return OutsideStore.one(tx::query, calendar.kind(), calendar.id(), true).compose(locked -> {
            if (locked == null || locked.version() != calendar.version()) {
                // It was changed or taken away meanwhile.
                return Future.succeededFuture();
            }
            return intake(calendar)
                    .take(tx, calendar, read, now.minus(BACK))
                    .compose(events -> OutsideStore.read(
                            tx::query,
                            read(calendar, fresh, now, events),
                            calendar.url() == null ? null : fresh.text()));
        });
    }

    private static OutsideCalendar read(OutsideCalendar calendar, Fetched.Fresh fresh, Instant now, int events) {
        return new OutsideCalendar(
                calendar.id(),
                calendar.kind(),
                calendar.name(),
                calendar.user(),
                calendar.team(),
                calendar.schedule(),
                calendar.url(),
                fresh.etag(),
                fresh.modified(),
                now,
                now.plus(AHEAD),
                events,
                null,
                calendar.createdAt(),
                calendar.version());
    }

    IntakeCommands intake(OutsideCalendar calendar) {
        return Objects.requireNonNull(intakes.get(calendar.kind()));
    }
}
