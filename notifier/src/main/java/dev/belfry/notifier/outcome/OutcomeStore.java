package dev.belfry.notifier.outcome;

import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.delivery.DeliveryStatus;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code attempt}, {@code delivery} and {@code page}, as outcomes are written. */
final class OutcomeStore {
    /** Only while nobody else has taken the delivery on in between. */
    static final String WRITE = """
            with ended as (
                update attempt set outcome = t.outcome, detail = t.said, ended_at = $8
                from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) as t (id, n, outcome, said)
                where attempt.delivery_id = t.id and attempt.n = t.n)
            update delivery set status = t.status, detail = t.detail, receipt = coalesce(t.receipt, delivery.receipt),
                wait_ms = coalesce(t.wait_ms, delivery.wait_ms),
                due_at = case when t.wait_ms is null then delivery.due_at
                    else clock_timestamp() + t.wait_ms * interval '1 millisecond' end,
                sent_at = case when t.status = 'sent' then $8 end,
                account_id = coalesce(t.account, delivery.account_id),
                shown = case when t.changeable then '' else delivery.shown end,
                edit_due = case when t.changeable then clock_timestamp() else delivery.edit_due end
            from unnest($1::uuid[], $2::int[], $5::text[], $6::text[], $7::bigint[], $9::text[], $10::uuid[], $11::bool[])
                as t (id, n, status, detail, wait_ms, receipt, account, changeable)
            where delivery.id = t.id and delivery.tries = t.n and delivery.status = 'sending'
            returning delivery.id""";
    /** Outcomes of one page are weighed one after the other; key share would not wait. */
    static final String LOCK = "select id from page where id = any($1) order by id for no key update";
    /** Each page once, when nothing of it is sent or still to be tried. */
    static final String GIVE_UP = """
            update page set undeliverable = true
            where id = any($1) and not undeliverable
                and not exists (
                    select from delivery where page_id = page.id and status not in ('failed', 'undeliverable'))
            returning data""";

    static final String HASTEN = """
            update delivery set due_at = clock_timestamp()
            where status = 'pending' and id = any(array(
                select (
                    select id from delivery
                    where page_id = p.id and status = 'pending' and due_at > statement_timestamp()
                    order by due_at limit 1)
                from unnest($1::uuid[]) as p (id)))""";
    /**
     * Each page once, when nothing of it has arrived so long after it was to go out; the next contact method is due at
     * once.
     */
    static final String DEFER = """
            with late as (
                update delivery set late = true
                where id in (
                    select id from delivery
                    where wanted_at <= statement_timestamp() - $1::bigint * interval '1 millisecond' and not late
                        and status in ('pending', 'sending', 'deferred') and page_id is not null
                    order by wanted_at limit 1000 for update skip locked)
                returning page_id, channel, label, detail),
            one as (select distinct on (page_id) page_id, channel, label, detail from late order by page_id)
            update page set deferred = true from one
            where page.id = one.page_id and not deferred
                and not exists (select from delivery where page_id = page.id and status = 'sent')
            returning page.id, page.data, one.channel, one.label, one.detail""";

    /** How one delivery goes on. */
    record Step(Ended ended, Next next) {
        DeliveryStatus status() {
            return switch (next) {
                case Next.Sent sent -> DeliveryStatus.SENT;
                case Next.Deferred deferred -> DeliveryStatus.DEFERRED;
                case Next.Failed failed -> DeliveryStatus.FAILED;
            };
        }

        /** By what the provider knows the message; null when it has not said. */
        @Nullable
        String receipt() {
            return ended.outcome() instanceof Outcome.Accepted accepted ? accepted.receipt() : null;
        }

        @Nullable
        UUID account() {
            return ended.outcome() instanceof Outcome.Accepted accepted ? accepted.account() : null;
        }

        boolean changeable() {
            return ended.outcome() instanceof Outcome.Accepted accepted && accepted.changeable();
        }

        @Nullable
        Long pauseMillis() {
            return next instanceof Next.Deferred deferred ? deferred.pause().toMillis() : null;
        }
    }

    /** A page of which nothing has arrived so far. */
    record Late(
            Page page,
            String channel,
            String label,
            @Nullable String detail) {}

    /** The deliveries that were still ours. */
    Future<Set<UUID>> write(Tx tx, List<Step> steps, Instant now) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(steps.stream()
                        .map(step -> step.ended().sending().delivery())
                        .toArray(UUID[]::new))
                .addArrayOfInteger(steps.stream()
                        .map(step -> step.ended().sending().tries())
                        .toArray(Integer[]::new))
                .addArrayOfString(
                        steps.stream().map(step -> step.ended().word()).toArray(String[]::new))
                .addArrayOfString(steps.stream()
                        .map(step -> step.ended().outcome().detail())
                        .toArray(String[]::new))
                .addArrayOfString(
                        steps.stream().map(step -> step.status().word()).toArray(String[]::new))
                .addArrayOfString(
                        steps.stream().map(step -> step.next().detail()).toArray(String[]::new))
                .addArrayOfLong(steps.stream().map(Step::pauseMillis).toArray(Long[]::new))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addArrayOfString(steps.stream().map(Step::receipt).toArray(String[]::new))
                .addArrayOfUUID(steps.stream().map(Step::account).toArray(UUID[]::new))
                .addArrayOfBoolean(steps.stream().map(Step::changeable).toArray(Boolean[]::new));
        return tx.query(WRITE, arguments).map(rows -> {
            Set<UUID> ours = new HashSet<>();
            rows.forEach(row -> ours.add(row.getUUID("id")));
            return ours;
        });
    }

    /** The pages that nothing can bring to their people any more. */
    Future<List<Page>> giveUp(Tx tx, Collection<UUID> pages) {
        var ids = ids(pages);
        return tx.query(LOCK, ids)
                .compose(locked -> tx.query(GIVE_UP, ids(pages)))
                .map(rows -> {
                    List<Page> hopeless = new ArrayList<>(rows.size());
                    rows.forEach(row -> hopeless.add(Json.read(row.getString("data"), Page.class)));
                    return hopeless;
                });
    }

    /** Makes the next delivery of each page due now; true when there was one. */
    Future<Boolean> hasten(Tx tx, Collection<UUID> pages) {
        return tx.query(HASTEN, ids(pages)).map(rows -> rows.rowCount() > 0);
    }

    Future<List<Late>> defer(Tx tx, long afterMillis) {
        return tx.query(DEFER, Tuple.of(afterMillis)).map(rows -> {
            List<Late> late = new ArrayList<>(rows.size());
            rows.forEach(row -> late.add(new Late(
                    Json.read(row.getString("data"), Page.class),
                    row.getString("channel"),
                    row.getString("label"),
                    row.getString("detail"))));
            return late;
        });
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }
}
