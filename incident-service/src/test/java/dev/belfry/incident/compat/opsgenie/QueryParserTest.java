package dev.belfry.incident.compat.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.incident.compat.opsgenie.AlertQuery.Field;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueryParserTest {

    @Test
    void nothingAsksForEverything() {
        assertThat(QueryParser.parse("")).isEqualTo(new AlertQuery.Every());
        assertThat(QueryParser.parse("  ")).isEqualTo(new AlertQuery.Every());
    }

    @Test
    void fieldsAreReadWithColonOrEqualsAndBlanksAround() {
        var open = new AlertQuery.Flag(Field.STATUS, true);
        for (var text : List.of("status:open", "status: open", "status = open", "STATUS : OPEN", "status=\"open\"")) {
            assertThat(QueryParser.parse(text)).as(text).isEqualTo(open);
        }
        assertThat(QueryParser.parse("details.key:\"data center\"")).isEqualTo(like(Field.DETAILS_KEY, "data center"));
        assertThat(QueryParser.parse("alias:http://db-*")).isEqualTo(like(Field.ALIAS, "http://db-*"));
        assertThat(QueryParser.parse("tags:prod")).isEqualTo(like(Field.TAG, "prod"));
    }

    @Test
    void aPairOfADetailIsReadHoweverItIsWritten() {
        var pair = new AlertQuery.Pair("Region", "eu central");
        for (var text : List.of(
                "detailsPair(Region:eu central)",
                "detailspair( Region , eu central )",
                "detailsPair(\"Region\"=\"eu central\")")) {
            assertThat(QueryParser.parse(text)).as(text).isEqualTo(pair);
        }
        assertThat(QueryParser.parse("detailsPair(a:http://x:1) AND tag:b"))
                .isEqualTo(and(new AlertQuery.Pair("a", "http://x:1"), like(Field.TAG, "b")));
        for (var text :
                List.of("detailsPair(", "detailsPair()", "detailsPair(a)", "detailsPair(a:)", "detailsPair(a:b")) {
            assertThatThrownBy(() -> QueryParser.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void andBindsTighterThanOrAndNotTightest() {
        var a = like(Field.TAG, "a");
        var b = like(Field.TAG, "b");
        var c = like(Field.TAG, "c");
        assertThat(QueryParser.parse("tag:a OR tag:b AND NOT tag:c")).isEqualTo(or(a, and(b, new AlertQuery.Not(c))));
        assertThat(QueryParser.parse("(tag:a or tag:b) and tag:c")).isEqualTo(and(or(a, b), c));
        assertThat(QueryParser.parse("tag:a tag:b")).as("side by side").isEqualTo(and(a, b));
        assertThat(QueryParser.parse("tag:(a OR b) AND tag:c")).isEqualTo(and(or(a, b), c));
        assertThat(QueryParser.parse("NOT NOT tag:a")).isEqualTo(a);
    }

    @Test
    void freeWordsAreLookedForAnywhere() {
        assertThat(QueryParser.parse("disk full"))
                .isEqualTo(and(new AlertQuery.Words("disk"), new AlertQuery.Words("full")));
        assertThat(QueryParser.parse("\"disk full\"")).isEqualTo(new AlertQuery.Words("disk full"));
        assertThat(QueryParser.parse("order android"))
                .as("words that begin like operators")
                .isEqualTo(and(new AlertQuery.Words("order"), new AlertQuery.Words("android")));
    }

    @Test
    void timesAndNumbersAreCompared() {
        var day = Instant.parse("2026-03-04T00:00:00Z");
        assertThat(QueryParser.parse("createdAt > 1772582400000"))
                .isEqualTo(new AlertQuery.Time(Field.CREATED_AT, day.plusMillis(1), null));
        assertThat(QueryParser.parse("createdAt:04-03-2026"))
                .isEqualTo(new AlertQuery.Time(Field.CREATED_AT, day, day.plusSeconds(86_400)));
        assertThat(QueryParser.parse("lastOccurredAt<=04-03-2026"))
                .isEqualTo(new AlertQuery.Time(Field.LAST_OCCURRED_AT, null, day.plusSeconds(86_400)));
        assertThat(QueryParser.parse("count >= 3")).isEqualTo(new AlertQuery.Amount(Field.COUNT, 3L, null));
        assertThat(QueryParser.parse("count < 3")).isEqualTo(new AlertQuery.Amount(Field.COUNT, null, 2L));
    }

    @Test
    void whatCannotBeReadIsRefusedInWords() {
        for (var bad : List.of(
                "status:",
                "status:maybe",
                "nonsense:1",
                "(status:open",
                "status:open)",
                "NOT",
                "status:open AND",
                "OR status:open",
                "createdAt > yesterday",
                "count:many",
                "message > 3",
                "\"open",
                "()",
                "tag:()",
                "createdAt:31-02-2026x",
                "message:" + "x".repeat(2_000),
                "a\0b",
                "(".repeat(30) + "a" + ")".repeat(30),
                "a ".repeat(150))) {
            assertThatThrownBy(() -> QueryParser.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whateverIsTypedIsReadOrRefusedInWords() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("QueryParserTest seed " + seed);
        var random = new Random(seed);
        var pieces = List.of(
                "status",
                "tag",
                ":",
                "=",
                "<",
                ">",
                "<=",
                "(",
                ")",
                "AND",
                "OR",
                "NOT",
                " ",
                " ",
                "\"",
                "*",
                "\\",
                "a",
                "123",
                "createdAt",
                "01-01-2026",
                "99999999999999",
                "ä",
                "\uD83D",
                ".");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(15); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                assertThat(QueryParser.parse(text.toString())).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("Query");
            }
        }
    }

    private static AlertQuery like(Field field, String pattern) {
        return new AlertQuery.Like(field, pattern);
    }

    private static AlertQuery and(AlertQuery... all) {
        return new AlertQuery.And(List.of(all));
    }

    private static AlertQuery or(AlertQuery... any) {
        return new AlertQuery.Or(List.of(any));
    }
}
