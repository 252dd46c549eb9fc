package dev.belfry.incident.incident.lifecycle;

import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks incidents up: lists, searches and counts of them. */
public final class IncidentListStore {
    static final String LIST = IncidentStore.SELECT + """
            where i.status = any($1::text[])
              and ($2::uuid is null or i.service = $2)
              and ($3::text is null or i.severity = $3)
              and ($4::bigint is null or i.number < $4)
            order by i.number desc limit $5""";

    static final String LIST_OPEN = IncidentStore.SELECT + """
            where i.status <> 'resolved' and i.status = any($1::text[])
              and ($2::uuid is null or i.service = $2)
              and ($3::text is null or i.severity = $3)
              and ($4::bigint is null or i.number < $4)
            order by i.number desc limit $5""";

    private static final String NARROWED = """
              and ($3::text is null or i.severity = $3)
              and ($4::uuid is null or i.service = $4)
              and ($5::uuid is null or i.acknowledged_by = $5)
              and ($6::bigint is null or i.number <= $6)
              and ($7::uuid[] is null or i.escalation_policy = any($7) or i.service = any($7))
              and ($8::bigint is null or i.number >= $8)
              and ($9::text is null
                or $9 = coalesce(i.urgency, case when i.severity in ('sev1', 'sev2') then 'high' else 'low' end))
              and ($10::text is null or i.priority = $10)
              and ($11::text is null or exists (
                select 1 from incident_field_value v join incident_field f on f.id = v.field
                where v.incident = i.id and f.key = $11 and left(v.value, 200) = left($12::text, 200) and v.value = $12))
            """;

    /** Of all incidents, or of those in which a text was found: each has a plan of its own. */
    private static final Searched ALL = new Searched(" and $2::uuid[] is null\n" + NARROWED);

    private static final Searched FOUND = new Searched(" and i.id = any($2::uuid[])\n" + NARROWED);

    private static final String NEED = "array_position(array['triggered', 'acknowledged', 'snoozed'], i.status)";

    /** @param narrowed which incidents are asked for */
    private record Searched(String narrowed) {
        String open() {
            return IncidentStore.SELECT + "where i.status <> 'resolved' and i.status = any($1::text[])" + narrowed
                    + "and ($13::text is null or (" + NEED + ", i.severity, -i.number) > "
                    + "(array_position(array['triggered', 'acknowledged', 'snoozed'], $13), $14::text, -$15::bigint))"
                    + " order by " + NEED + ", i.severity, i.number desc limit $16";
        }

        String all() {
            return IncidentStore.SELECT + "where i.status = any($1::text[])" + narrowed
                    + "and ($13::bigint is null or i.number < $13) order by i.number desc limit $14";
        }

        String since() {
            return "select count(*) as fresh from incident i where i.status = any($1::text[])" + narrowed
                    + "and i.number > $13";
        }

        /** How many of the open incidents that are asked for stand where. */
        String standing() {
            return "select count(*) as open, count(*) filter (where i.status = 'acknowledged') as acknowledged"
                    + " from incident i where i.status <> 'resolved' and i.status = any($1::text[])" + narrowed;
        }
    }

    /** Nobody has it and it has paged this person or belongs to these policies, or this person has it. */
    static final String NEEDING = IncidentStore.SELECT + """
            where i.status <> 'resolved' and (
                (i.status = 'triggered' and (i.escalation_policy = any($2::uuid[]) or exists (
                    select 1 from timeline t
                    where t.incident = i.id and t.kind = 'escalation' and t.data ->> 'fact' = 'asked'
                      and t.data ->> 'cycle' = i.cycle::text
                      and $1::uuid::text = any(string_to_array(t.data ->> 'whom', ',')))))
                or (i.status <> 'triggered' and i.acknowledged_by = $1::uuid))
            order by\s""" + NEED + ", i.severity, i.number desc limit $3";

    static final String NEWEST = "select coalesce(max(number), 0) as newest from incident";

    static final String COUNT_OPEN = "select count(*) as open from incident where status <> 'resolved'";

    private final Database database;
    private final WordStore texts;

    public IncidentListStore(Database database) {
        this.database = database;
        this.texts = new WordStore(database);
    }

    /** Newest first. */
    public Future<List<Held>> list(IncidentFilter filter) {
        var statement = filter.statuses().contains(IncidentStatus.RESOLVED) ? LIST : LIST_OPEN;
        var severity = filter.severity();
        var arguments = Tuple.tuple()
                .addArrayOfString(
                        filter.statuses().stream().map(IncidentStore::word).toArray(String[]::new))
                .addUUID(filter.serviceId())
                .addString(severity == null ? null : IncidentStore.word(severity))
                .addLong(filter.before())
                .addInteger(filter.limit());
        return database.query(statement, arguments).map(IncidentStore::held);
    }

    public Future<List<Held>> search(IncidentSearch search) {
        return texts.found(search.text()).compose(found -> {
            var after = search.after();
            var arguments = arguments(search, found);
            if (search.openOnly()) {
                arguments
                        .addString(after == null ? null : IncidentStore.word(after.status()))
                        .addString(after == null ? null : IncidentStore.word(after.severity()));
            }
            arguments.addLong(after == null ? null : after.number()).addInteger(search.limit());
            var searched = searched(found);
            return database.query(search.openOnly() ? searched.open() : searched.all(), arguments)
                    .map(IncidentStore::held);
        });
    }

    /** The same, the newest first whatever they need. */
    public Future<List<Held>> newest(IncidentSearch search) {
        return texts.found(search.text())
                .compose(found -> database.query(
                        searched(found).all(),
                        arguments(search, found).addLong(null).addInteger(search.limit())))
                .map(IncidentStore::held);
    }

    private static Searched searched(@Nullable Set<UUID> found) {
        return found == null ? ALL : FOUND;
    }

    /**
     * What waits for this person, the most urgent first.
     *
     * @param policies whose incidents concern them even when others are paged
     */
    public Future<List<Held>> needing(UUID person, List<UUID> policies, int limit) {
        return database.query(NEEDING, Tuple.of(person, policies.toArray(UUID[]::new), limit))
                .map(IncidentStore::held);
    }

    /** The highest number there is. */
    public Future<Long> newest() {
        return database.query(NEWEST, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("newest"));
    }

    /** How many that are asked for have a higher number. */
    public Future<Long> countSince(IncidentSearch search, long number) {
        return texts.found(search.text())
                .compose(found -> database.query(
                        searched(found).since(), arguments(search, found).addLong(number)))
                .map(rows -> rows.iterator().next().getLong("fresh"));
    }

    private static Tuple arguments(IncidentSearch search, @Nullable Set<UUID> found) {
        var severity = search.severity();
        return Tuple.tuple()
                .addArrayOfString(
                        search.statuses().stream().map(IncidentStore::word).toArray(String[]::new))
                .addArrayOfUUID(found == null ? null : found.toArray(UUID[]::new))
                .addString(severity == null ? null : IncidentStore.word(severity))
                .addUUID(search.service())
                .addUUID(search.owner())
                .addLong(search.upTo())
                .addArrayOfUUID(
                        search.policies() == null ? null : search.policies().toArray(UUID[]::new))
                .addLong(search.since())
                .addString(IncidentStore.of(search.urgency(), IncidentStore::word))
                .addString(IncidentStore.of(search.priority(), IncidentStore::word))
                .addString(IncidentStore.of(search.field(), FieldIs::key))
                .addString(IncidentStore.of(search.field(), FieldIs::value));
    }

    /** Open incidents, and how many of them somebody has acknowledged. */
    public record Standing(long open, long acknowledged) {}

    public Future<Standing> standing(IncidentSearch search) {
        return texts.found(search.text())
                .compose(found -> database.query(searched(found).standing(), arguments(search, found)))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Standing(row.getLong("open"), row.getLong("acknowledged"));
                });
    }

    public Future<Long> countOpen() {
        return database.query(COUNT_OPEN, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("open"));
    }
}
