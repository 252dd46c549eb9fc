package dev.belfry.platform.events;

import dev.belfry.platform.database.Columns;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.patience.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one topic on their way from the outbox to the broker.
 *
 * <pre>
 *   read what is not under way ──▶ publish ──▶ acked: delete ──▶ read …
 *                                      │ refused for good: set aside, and a parked record reports it
 *                                      │ failed: it is under way no longer, and the next read takes it again
 *                                      └ no ack for two seconds: the consumers get it over HTTP; Kafka gets it later
 * </pre>
 *
 * Rows leave by their own ack, so one that the broker does not take keeps no other. At most {@value #MOST_UNDER_WAY} are
 * under way; the rest wait in the table.
 */
final class OutboxLane {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxLane.class);
    private static final int BATCH = 500;
    private static final int MOST_UNDER_WAY = 2_000;
    private static final int HANDED_AT_ONCE = 200;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    static final String READ = "select " + OutboxRow.COLUMNS + " from outbox"
            + " where topic = $1 and set_aside_at is null order by seq limit $2";
    static final String READ_FOR_HANDING = "select " + OutboxRow.COLUMNS + " from outbox"
            + " where topic = $1 and set_aside_at is null and not $3 = any(handed_over) order by seq limit $2";
    static final String DELETE = "delete from outbox where seq = any($1)";
    static final String HANDED = "update outbox set handed_over = array_append(handed_over, $2) where seq = any($1)";
    static final String SET_ASIDE = """
            update outbox set set_aside_at = clock_timestamp(), error = $2 where seq = $1 and set_aside_at is null""";

    private final Context context;
    private final Database database;
    private final Producer producer;
    private final String topic;
    private final @Nullable InboxClient inboxes;
    private final BooleanSupplier leads;
    private final BiFunction<OutboxRow, Throwable, Message> report;
    private final Counter published;
    private final Counter failures;
    private final Counter setAside;
    private final Counter handed;
    // The rest is touched on the context only.
    private final Map<Long, Long> underWay = new HashMap<>();
    private final List<Long> acked = new ArrayList<>();
    /** Deleted while a read was on its way that may still have seen them. */
    private final List<Long> gone = new ArrayList<>();

    private boolean reading;
    private boolean again;
    private boolean deleting;
    private boolean kafkaIsSilent;
    /** Since when every record has been refused at once: a client that has lost sight of Kafka waits for nothing. */
    private @Nullable Long failingSince;
    /** The consumers to which something is being handed over. */
    private final Set<String> handing = new HashSet<>();

    OutboxLane(
            Vertx vertx,
            Database database,
            Producer producer,
            String topic,
            @Nullable InboxClient inboxes,
            BooleanSupplier leads,
            BiFunction<OutboxRow, Throwable, Message> report,
            MeterRegistry metrics) {
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.producer = producer;
        this.topic = topic;
        this.inboxes = inboxes;
        this.leads = leads;
        this.report = report;
        this.published = metrics.counter("belfry.outbox.published", "topic", topic);
        this.failures = metrics.counter("belfry.outbox.failures", "topic", topic);
        this.setAside = metrics.counter("belfry.outbox.set.aside", "topic", topic);
        this.handed = metrics.counter("belfry.outbox.handed.over", "topic", topic);
    }

    /** There may be something to publish. */
    void wake() {
        context.runOnContext(go -> read());
    }

    boolean isIdle() {
        return underWay.isEmpty() && !deleting && handing.isEmpty();
    }

    private void read() {
        if (reading) {
            again = true;
            return;
        }
        noticeSilence();
        again = underWay.size() >= MOST_UNDER_WAY;
        if (again || !leads.getAsBoolean()) {
            return;
        }
        reading = true;
        int limit = BATCH + underWay.size();
        database.query(READ, Tuple.of(topic, limit)).onComplete(rows -> {
            reading = false;
            // Reading took time: a replica that was frozen meanwhile must not publish.
            boolean mine = rows.succeeded() && leads.getAsBoolean();
            if (mine) {
                rows.result().forEach(row -> publish(OutboxRow.of(row)));
            }
            underWay.keySet().removeAll(gone);
            gone.clear();
            if (rows.failed()) {
                LOG.atWarn().addKeyValue("topic", topic).setCause(rows.cause()).log("the outbox cannot be read");
            } else if (mine && (again || rows.result().size() == limit)) {
                read();
            }
        });
    }

    private void publish(OutboxRow row) {
        if (underWay.putIfAbsent(row.seq(), System.nanoTime()) != null) {
            return;
        }
        var data = row.data();
        producer.send(
                        row.topic(),
                        null,
                        row.key(),
                        row.id(),
                        row.type(),
                        row.subject(),
                        row.time(),
                        data == null ? null : data.getBytes())
                .onComplete(sent -> context.runOnContext(back -> {
                    if (sent.succeeded()) {
                        kafkaIsSilent = false;
                        failingSince = null;
                        acked.add(row.seq());
                        delete();
                    } else if (Cause.of(sent.cause()) == Cause.CERTAIN) {
                        setAside(row, sent.cause());
                    } else {
                        failed(row, sent.cause());
                    }
                }));
    }

    /** The first failure is told; what follows before the next ack is counted only. */
    private void failed(OutboxRow row, Throwable failure) {
        failures.increment();
        underWay.remove(row.seq());
        if (failingSince == null) {
            failingSince = System.nanoTime();
            LOG.atWarn().addKeyValue("topic", topic).setCause(failure).log("not published yet");
        }
    }

    /** What the broker has leaves in one statement for all that was acknowledged meanwhile. */
    private void delete() {
        if (deleting || acked.isEmpty()) {
            return;
        }
        deleting = true;
        var leaving = List.copyOf(acked);
        acked.clear();
        database.query(DELETE, Tuple.of(leaving.toArray(Long[]::new))).onComplete(deleted -> {
            deleting = false;
            if (deleted.succeeded()) {
                published.increment(leaving.size());
            }
            // What could not be deleted is published again later, under the same id.
            if (reading) {
                gone.addAll(leaving);
            } else {
                underWay.keySet().removeAll(leaving);
            }
            delete();
            if (again || underWay.isEmpty()) {
                read();
            }
        });
    }

    private void setAside(OutboxRow row, Throwable failure) {
        setAside.increment();
        LOG.atError()
                .addKeyValue("topic", topic)
                .addKeyValue("id", row.id())
                .setCause(failure)
                .log("the broker refuses a message; it is set aside in the outbox");
        database.<Void>transact(tx -> tx.query(SET_ASIDE, Tuple.of(row.seq(), String.valueOf(failure)))
                        .map(updated -> {
                            if (updated.rowCount() == 1) {
                                tx.emit(report.apply(row, failure));
                            }
                            return null;
                        }))
                .onComplete(done -> context.runOnContext(back -> underWay.remove(row.seq())));
    }

    /** Looks whether Kafka leaves something unacknowledged; then each consumer gets what waits over HTTP. */
    private void noticeSilence() {
        if (inboxes == null || !leads.getAsBoolean()) {
            return;
        }
        long now = System.nanoTime();
        kafkaIsSilent = kafkaIsSilent
                || (failingSince != null && now - failingSince > SILENT_NANOS)
                || underWay.values().stream().anyMatch(since -> now - since > SILENT_NANOS);
        if (kafkaIsSilent) {
            inboxes.readers(topic).forEach(reader -> handOver(inboxes, reader));
        }
    }

    private void handOver(InboxClient road, String reader) {
        if (!handing.add(reader)) {
            return;
        }
        database.query(READ_FOR_HANDING, Tuple.of(topic, HANDED_AT_ONCE, reader))
                .compose(found -> {
                    var rows = new ArrayList<OutboxRow>();
                    found.forEach(row -> rows.add(OutboxRow.of(row)));
                    return rows.isEmpty() ? Future.succeededFuture(0) : deliver(road, reader, rows);
                })
                .onComplete(over -> {
                    handing.remove(reader);
                    if (over.failed()) {
                        LOG.atWarn()
                                .addKeyValue("topic", topic)
                                .addKeyValue("reader", reader)
                                .setCause(over.cause())
                                .log("not handed over yet");
                    } else if (over.result() > 0 && leads.getAsBoolean()) {
                        handOver(road, reader);
                    }
                });
    }

    private Future<Integer> deliver(InboxClient road, String reader, List<OutboxRow> rows) {
        return road.deliver(reader, topic, rows)
                .onSuccess(handed::increment)
                .compose(taken -> database.query(
                                HANDED, Tuple.of(Columns.longs(rows.subList(0, taken), OutboxRow::seq), reader))
                        .map(taken));
    }
}
