package dev.belfry.notifier.plan;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.notifier.delivery.Matter;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery} and {@code attempt}, as deliveries begin. What is due is decided by the database. */
final class PlanStore {
    /** With the first attempt of what begins at once. */
    static final String ADD = """
            with added as (
                insert into delivery (id, page_id, notice_id, incident_id, cycle, user_id, lane, channel, contact_method,
                    label, priority, status, tries, wanted_at, due_at, deadline, detail, created_at)
                select id, page, notice, incident, cycle, person, lane, channel, method, label, priority, status, tries,
                    clock_timestamp() + delay_ms * interval '1 millisecond',
                    clock_timestamp() + due_ms * interval '1 millisecond',
                    $17::timestamptz + delay_ms * interval '1 millisecond' + $18::bigint * interval '1 millisecond',
                    detail, $17
                from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::text[],
                    $8::text[], $9::uuid[], $10::text[], $11::smallint[], $12::text[], $13::int[], $14::bigint[],
                    $15::bigint[], $16::text[])
                    as d (id, page, notice, incident, cycle, person, lane, channel, method, label, priority, status,
                        tries, delay_ms, due_ms, detail)
                on conflict (id) do nothing returning id, tries)
            insert into attempt (delivery_id, n, started_at) select id, 1, $17 from added where tries = 1""";

    static final String CALM = """
            update contact_method set calm_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
            where id = any($1)""";

    /** @param begun those whose first attempt is under way, for which the lease begins */
    Future<Void> add(Tx tx, List<Planned> planned, Set<UUID> begun, Duration lease, Duration life, Instant now) {
        if (planned.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = Tuple.tuple()
                .addArrayOfUUID(ids(planned, Planned::id))
                .addArrayOfUUID(ids(
                        planned, one -> page(one) == null ? null : one.matter().id()))
                .addArrayOfUUID(
                        ids(planned, one -> page(one) == null ? one.matter().id() : null))
                .addArrayOfUUID(ids(planned, one -> {
                    var page = page(one);
                    return page == null ? null : page.incidentId();
                }))
                .addArrayOfInteger(planned.stream().map(PlanStore::cycle).toArray(Integer[]::new))
                .addArrayOfUUID(ids(planned, one -> one.matter().user()))
                .addArrayOfString(words(planned, Planned::lane))
                .addArrayOfString(words(planned, Planned::channel))
                .addArrayOfUUID(ids(planned, one -> {
                    var method = one.method();
                    return method == null ? null : method.id();
                }))
                .addArrayOfString(words(planned, Planned::label))
                .addArrayOfShort(
                        planned.stream().map(one -> one.priority().rank()).toArray(Short[]::new))
                .addArrayOfString(words(
                        planned, one -> (begun.contains(one.id()) ? DeliveryStatus.SENDING : one.status()).word()))
                .addArrayOfInteger(planned.stream()
                        .map(one -> begun.contains(one.id()) ? 1 : 0)
                        .toArray(Integer[]::new))
                .addArrayOfLong(
                        planned.stream().map(one -> one.delay().toMillis()).toArray(Long[]::new))
                .addArrayOfLong(planned.stream()
                        .map(one -> (begun.contains(one.id()) ? lease : one.delay()).toMillis())
                        .toArray(Long[]::new))
                .addArrayOfString(words(planned, Planned::detail))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addLong(life.toMillis());
        return tx.query(ADD, arguments).mapEmpty();
    }

    /** From now on pages through these contact methods are gathered. */
    Future<Void> calm(Tx tx, Collection<UUID> methods, Duration window) {
        return methods.isEmpty() || window.isZero()
                ? Future.succeededFuture()
                : tx.query(
                                CALM,
                                Tuple.tuple()
                                        .addArrayOfUUID(methods.toArray(UUID[]::new))
                                        .addLong(window.toMillis()))
                        .mapEmpty();
    }

    private static @Nullable Page page(Planned planned) {
        return planned.matter() instanceof Matter.OfPage page ? page.page() : null;
    }

    private static @Nullable Integer cycle(Planned planned) {
        var page = page(planned);
        return page == null ? null : page.cycle();
    }

    private static UUID[] ids(List<Planned> planned, Function<Planned, @Nullable UUID> id) {
        return planned.stream().map(id).toArray(UUID[]::new);
    }

    private static String[] words(List<Planned> planned, Function<Planned, @Nullable String> word) {
        return planned.stream().map(word).toArray(String[]::new);
    }
}
