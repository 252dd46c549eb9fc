package dev.belfry.incident.insight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.incident.insight.report.Report.Counted;
import dev.belfry.incident.insight.report.Report.Spread;
import dev.belfry.incident.insight.report.Report.Took;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 18);

    @Test
    void aPeriodIsComparedWithAsManyDaysDirectlyBefore() {
        var period = new Period(LocalDate.of(2026, 7, 27), DAY, ZoneId.of("Europe/Berlin"));
        assertThat(period.days()).isEqualTo(84);
        assertThat(period.before().to()).isEqualTo(LocalDate.of(2026, 7, 26));
        assertThat(period.before().days()).isEqualTo(84);
        assertThat(period.length()).isEqualTo("12 weeks");
        assertThat(period.start()).isEqualTo(Instant.parse("2026-07-26T22:00:00Z"));
        assertThat(period.slots()).hasSize(12).startsWith(period.from());
        assertThatThrownBy(() -> new Period(DAY, DAY.minusDays(1), ZoneOffset.UTC))
                .isInstanceOf(DateTimeException.class);
    }

    @Test
    void aTrendHasAtMostFourteenPointsHoweverLongThePeriodIs() {
        for (int days = 1; days <= Period.MOST_DAYS; days++) {
            var slots = new Period(DAY.minusDays(days - 1L), DAY, ZoneOffset.UTC).slots();
            assertThat(slots).hasSizeLessThanOrEqualTo(14);
            assertThat(slots.getLast()).isBeforeOrEqualTo(DAY);
        }
    }

    @Test
    void ofFewNothingIsCompared() {
        assertThat(changes(new Counted(4, 100), spread(100, 4), spread(60, 100)))
                .containsExactly("100 before, too few to compare", "too few to compare");
        assertThat(changes(new Counted(52, 59), spread(228, 40), spread(308, 44)))
                .containsExactly("12 % fewer", "1 m 20 s faster");
        assertThat(changes(new Counted(66, 60), spread(90, 40), spread(60, 44)))
                .containsExactly("10 % more", "30 s slower");
        assertThat(changes(new Counted(60, 60), spread(60, 5), spread(60, 5)))
                .containsExactly("as before", "as before");
    }

    private static List<String> changes(Counted incidents, Spread now, Spread before) {
        var none = new Counted(0, 0);
        var report = new Report(
                DAY,
                DAY,
                "UTC",
                DAY,
                DAY,
                incidents,
                none,
                none,
                new Took(now, before),
                new Took(now, before),
                new Took(now, before),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return Figure.of(report).subList(0, 2).stream().map(Figure::change).toList();
    }

    private static Spread spread(int median, long count) {
        return new Spread(count, median, median);
    }

    @Test
    void theMedianAndTheNinetyFifthAreOfWhatWasCounted() {
        var times = new Times();
        assertThat(times.spread()).isEqualTo(new Spread(0, null, null));
        IntStream.rangeClosed(1, 100).forEach(second -> times.add(second, 1));
        assertThat(times.spread()).isEqualTo(new Spread(100, 50, 95));
        var more = new Times();
        more.add(1, 900);
        times.add(more);
        assertThat(times.spread()).isEqualTo(new Spread(1000, 1, 50));
    }

    @Test
    void aQuestionTravelsInItsAddress() {
        var now = Instant.parse("2026-10-18T12:00:00Z");
        var usual = Question.of(name -> null, now, ZoneId.of("Europe/Berlin"));
        assertThat(usual.period().from()).isEqualTo(LocalDate.of(2026, 7, 27));
        assertThat(usual.query())
                .isEqualTo("from=2026-07-27&to=2026-10-18&timeZone=Europe%2FBerlin&team=&service=&leastSeverity=sev5");
        var said = Map.of("from", "2026-13-01", "timeZone", "Moon", "team", "x", "leastSeverity", "sev9");
        assertThat(Question.of(said::get, now, ZoneId.of("Europe/Berlin"))).isEqualTo(usual);
    }

    @Test
    void timesAreSaidShortly() {
        assertThat(Said.time(null)).isEqualTo("–");
        assertThat(List.of(48, 228, 600, 2160, 7500, 277_200).stream().map(Said::time))
                .containsExactly("48 s", "3 m 48 s", "10 m", "36 m", "2 h 5 m", "3 d 5 h");
    }

    @Test
    void aSpreadsheetRunsNothingThatASenderWrote() {
        var line = new Csv.Line(
                7,
                "=cmd()\n\"x\"",
                "-shop",
                null,
                2,
                Instant.parse("2026-10-18T12:00:00Z"),
                null,
                12,
                30,
                1,
                0,
                3,
                true,
                false,
                "@Nagios",
                null,
                "p2",
                Map.of("cause", "+disk"));
        assertThat(Csv.head(List.of("cause", "ticket"))).endsWith(",event_rules,priority,field_cause,field_ticket\r\n");
        assertThat(Csv.line(line, Map.of(), List.of("cause", "ticket")))
                .isEqualTo(
                        "7,\"'=cmd()\n\"\"x\"\"\",\"'-shop\",\"\",SEV2,2026-10-18T12:00:00Z,,12,30,1,0,3,yes,no,\"'@Nagios\",\"\",P2,\"'+disk\",\"\"\r\n");
    }

    @Test
    void whatIsThereAtAllCanBeSeenInTheHeatMap() {
        var hours = new ArrayList<>(Collections.nCopies(168, 0L));
        hours.set(24 + 3, 1L);
        hours.set(24 + 4, 100L);
        var heat = new HeatMap(hours);
        assertThat(heat.shade(1, 3)).isEqualTo(1);
        assertThat(heat.shade(1, 4)).isEqualTo(4);
        assertThat(heat.shade(0, 0)).isZero();
        assertThat(heat.sentence()).isEqualTo("101 pages; most on Tue from 4:00, 100 of them");
    }

    @Test
    void aGapInATrendIsNotDrawnOver() {
        var points = List.of(point(60), point(null), point(120), point(30));
        var line = Line.of("x", points, Report.Point::resolve, Spread::median);
        assertThat(line.top()).isEqualTo(120);
        assertThat(line.parts()).containsExactly("0.0,50.0 1.0,50.0", "66.7,0.0 100.0,75.0");
        assertThat(line.under(line.parts().getLast())).isEqualTo("66.7,100 66.7,0.0 100.0,75.0 100.0,100");

        var last = Line.of("x", List.of(point(null), point(60)), Report.Point::resolve, Spread::median);
        assertThat(last.parts())
                .as("a point alone at the edge is drawn inside it")
                .containsExactly("100.0,0.0 99.0,0.0");
    }

    private static Report.Point point(@Nullable Integer seconds) {
        return new Report.Point(DAY, 1, new Spread(1, 1, 1), new Spread(1, seconds, seconds));
    }

    @Test
    void incidentsOfNoTeamAreNotLost() {
        var counts = List.of(
                count(1, new UUID(1, 1), "A", new UUID(9, 9), 3),
                count(1, new UUID(1, 2), "B", null, 4),
                count(0, new UUID(1, 2), "B", null, 40));
        var question = new Question(new Period(DAY, DAY, ZoneOffset.UTC), null, null, IncidentSeverity.SEV5);
        var names = new Summary.Names(
                id -> "Ann",
                Map.of(new UUID(9, 9), new Summary.Team(new UUID(8, 8), "Pay")),
                Map.of(new UUID(1, 2), new Summary.Source("Nagios", "B")));
        var noise = Noise.of(counts);
        var report = Summary.of(
                question,
                counts,
                Summary.Taken.empty(2),
                new Summary.Again(List.of(), List.of()),
                noise,
                List.of(Summary.Paged.of(new UUID(5, 5), new byte[] {3, 3, (byte) 167, 12}, 2, 1)),
                names);
        assertThat(report.integrations())
                .as("the noisiest first, without the days before")
                .containsExactly(
                        new Report.Origin(new UUID(1, 2), "Nagios", "B", 4, 8, 4, 4, 4),
                        new Report.Origin(new UUID(1, 1), "Removed", null, 3, 6, 3, 3, 3));
        assertThat(report.rules())
                .extracting(Report.Origin::incidents)
                .as("a rule of several integrations is one")
                .containsExactly(7L);
        assertThat(report.people()).containsExactly(new Report.Load(new UUID(5, 5), "Ann", 4, 3, 1, 2));
        assertThat(report.hours().get(167)).isEqualTo(1);
        assertThat(report.incidents()).isEqualTo(new Counted(7, 40));
        assertThat(report.teams()).extracting(Report.Row::name).containsExactly("No team", "Pay");
        assertThat(report.services()).extracting(Report.Row::name).containsExactly("B", "A");
    }

    private static Summary.Count count(int slot, UUID service, String name, @Nullable UUID policy, long incidents) {
        var sums = new Summary.Sums(incidents, 2 * incidents, 0, 0, incidents, incidents, incidents);
        return new Summary.Count(slot, service, name, policy, 1, service, List.of(new UUID(7, 7)), sums);
    }

    @Test
    void wholeDaysAreReadFromTheirSumsAndTheHoursBetweenThemFromTheFacts() {
        var berlin = ZoneId.of("Europe/Berlin");
        var from = DAY.atStartOfDay(berlin).toInstant();
        var middle = DAY.plusDays(2).atStartOfDay(berlin).toInstant();
        var until = DAY.plusDays(4).atStartOfDay(berlin).toInstant();
        var all = DAY.datesUntil(DAY.plusDays(5)).collect(Collectors.toSet());

        var stretches = Stretches.of(from, until, List.of(middle), all);
        assertThat(stretches.days())
                .as("a day that lies in two slots is in neither")
                .containsExactly(new Stretches.Day(DAY, 0), new Stretches.Day(DAY.plusDays(2), 1));
        assertThat(stretches.rests())
                .containsExactly(
                        new Stretches.Rest(from, Instant.parse("2026-10-18T00:00:00Z"), 0),
                        new Stretches.Rest(Instant.parse("2026-10-19T00:00:00Z"), middle, 0),
                        new Stretches.Rest(middle, Instant.parse("2026-10-20T00:00:00Z"), 1),
                        new Stretches.Rest(Instant.parse("2026-10-21T00:00:00Z"), until, 1));

        assertThat(Stretches.of(from, until, List.of(), Set.of()).rests())
                .containsExactly(new Stretches.Rest(from, until, 0));
    }

    @Test
    void timesOfAnyLengthAreCountedToTheSecond() {
        var times = new Times();
        times.add(
                Buffer.buffer().appendInt(7).appendInt(86_399).appendInt(86_401).appendInt(Integer.MAX_VALUE));
        assertThat(times.spread()).isEqualTo(new Spread(4, 86_399, Integer.MAX_VALUE));
        times.add(Buffer.buffer().appendInt(86_401));
        assertThat(times.spread().median()).isEqualTo(86_401);
    }
}
