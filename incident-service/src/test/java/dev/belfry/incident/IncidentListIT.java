package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of incidents in the console: its order, its filters, its pages, and what is done to several at once. */
class IncidentListIT {
    private static final Pattern LINK = Pattern.compile("href=\"/incidents/(\\d+)\"");
    private static final Pattern TICK = Pattern.compile("name=\"number\" value=\"(\\d+\\.\\d+)\"");
    private final Stand stand = Stand.get();

    @Test
    void openIncidentsStandByWhatTheyNeed() {
        var door = stand.door("Needs", "alert");
        var numbers = open(door, "a1", "b2", "c3", "d4");
        severity(numbers.get(1), "sev4");
        severity(numbers.get(2), "sev2");
        assertThat(stand.form("/incidents/" + numbers.get(0) + "/acknowledge", "")
                        .statusCode())
                .isEqualTo(303);
        Stand.eventually(() -> listed("service=" + door.service())
                .equals(List.of(numbers.get(3), numbers.get(2), numbers.get(1), numbers.get(0))));
        assertThat(stand.page("/incidents?service=" + door.service()).body())
                .contains("paging until somebody acknowledges", "somebody is on it", "Select all that are shown")
                .containsPattern("Open <span class=\"text-secondary\">4<")
                .containsPattern("Acknowledged <span class=\"text-secondary\">1<")
                .contains("/escalations/due?incident=");
    }

    @Test
    void theListIsNarrowedByTitleNumberSeverityAndWhoHasIt() {
        var door = stand.door("Narrow", "alert");
        var numbers = open(door, "wide 100%_free", "other");
        var here = "service=" + door.service();
        assertThat(listed(here + "&q=WIDE+100%25_F")).containsExactly(numbers.get(0));
        assertThat(listed(here + "&q=%25")).containsExactly(numbers.get(0));
        assertThat(listed(here + "&q=%23" + numbers.get(1))).containsExactly(numbers.get(1));
        assertThat(listed(here + "&severity=sev5")).isEmpty();
        assertThat(listed(here + "&mine=1")).isEmpty();
        assertThat(stand.page("/incidents?q=%00").statusCode()).isEqualTo(400);
        assertThat(listed(here + "&severity=loud&service=x&status=lost&seen=-1&next=lost-sev9-1"))
                .as("what cannot be read narrows nothing")
                .contains(numbers.get(0), numbers.get(1));
        assertThat(stand.page("/incidents?q=nothing+like+it").body())
                .contains("No incident matches these filters", "Clear filters");
        stand.form("/incidents/" + numbers.get(0) + "/acknowledge", "");
        Stand.eventually(() -> listed(here + "&mine=1").equals(List.of(numbers.get(0))));
    }

    @Test
    void everyOpenIncidentIsOnExactlyOnePage() {
        var door = stand.door("Many", "alert");
        var keys = IntStream.range(0, 120).mapToObj(i -> "k" + i).toArray(String[]::new);
        var numbers = open(door, keys);
        for (int i = 0; i < 120; i += 7) {
            severity(numbers.get(i), "sev" + (i % 5 + 1));
        }
        var seen = new ArrayList<Long>();
        var at = "/incidents?service=" + door.service();
        for (var next = at; next != null; ) {
            var body = stand.page(next).body();
            seen.addAll(links(body));
            var more = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"").matcher(body);
            next = more.find() ? more.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void severalAreAcknowledgedAndResolvedAtOnceAndWhatStandsAgainstItIsSaid() {
        var door = stand.door("Several", "alert");
        var numbers = open(door, "one", "two", "three");
        var here = "service=" + door.service();
        var ticks = ticks(here);
        assertThat(ticks).hasSize(3);
        var nobody = stand.form("/incidents/bulk", here + "&act=resolve&status=open");
        assertThat(flash(nobody)).contains("tick the incidents first");
        var all = String.join("&number=", ticks);
        var bogus = stand.form("/incidents/bulk", here + "&act=bogus&number=" + all);
        assertThat(flash(bogus)).contains("Nothing was changed");
        assertThat(ticks(here + "&status=acknowledged")).isEmpty();
        var done = stand.form("/incidents/bulk", here + "&act=acknowledge&status=open&number=" + all);
        assertThat(done.headers().firstValue("Location")).contains("/incidents?status=open&" + here);
        assertThat(flash(done)).contains("3 incidents acknowledged.");
        var taken = stand.form(undo(done), "");
        assertThat(flash(taken)).contains("3 incidents as before.");
        assertThat(taken.headers().firstValue("Location")).contains("/incidents?status=open&" + here);
        assertThat(ticks(here + "&status=acknowledged")).isEmpty();
        assertThat(flash(stand.form(undo(done), ""))).contains("0 incidents as before.", "has changed since");
        stand.form("/incidents/" + numbers.get(0) + "/resolve", "");
        var again = stand.form("/incidents/bulk", here + "&act=resolve&number=999999.1&number=nonsense&number=" + all);
        assertThat(flash(again))
                .contains("2 incidents resolved.", "#" + numbers.get(0) + ": ", "#999999: is gone")
                .contains("1 of 5 were left out")
                .doesNotContain("nonsense");
        assertThat(listed(here)).isEmpty();
        assertThat(flash(stand.form(undo(again), "")))
                .as("those that were resolved at once, not the one before")
                .contains("2 incidents as before.");
        assertThat(listed(here)).hasSize(2);
        assertThat(stand.formAsViewer("/incidents/undo?of=1.1", "").statusCode())
                .isEqualTo(403);
        assertThat(stand.forged("/incidents/bulk").statusCode()).isEqualTo(403);
    }

    @Test
    void anAcknowledgeOfOneCycleDoesNotSilenceTheNext() {
        var door = stand.door("Cycles", "alert");
        var number = open(door, "again").getFirst();
        var here = "service=" + door.service();
        var old = ticks(here).getFirst();
        stand.form("/incidents/" + number + "/resolve", "");
        stand.form("/incidents/" + number + "/reopen", "");
        var late = stand.form("/incidents/bulk", here + "&act=acknowledge&number=" + old);
        assertThat(flash(late)).startsWith("0 incidents acknowledged. Not changed: #" + number);
        assertThat(ticks(here)).singleElement().isNotEqualTo(old);
    }

    private List<Long> open(Stand.Door door, String... keys) {
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, keys));
        Stand.eventually(() -> stand.eventsOf(door.service()).stream()
                        .filter(event -> event.happened() == Happened.TRIGGERED)
                        .count()
                == keys.length);
        return stand.eventsOf(door.service()).stream()
                .filter(event -> event.happened() == Happened.TRIGGERED)
                .map(event -> event.incident().number())
                .sorted()
                .toList();
    }

    private void severity(long number, String severity) {
        assertThat(stand.form("/incidents/" + number + "/severity", "severity=" + severity)
                        .statusCode())
                .isEqualTo(303);
    }

    private List<Long> listed(String query) {
        return links(stand.page("/incidents?" + query).body());
    }

    private static List<Long> links(String body) {
        return LINK.matcher(body)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    private List<String> ticks(String query) {
        return TICK.matcher(stand.page("/incidents?" + query).body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String flash(HttpResponse<String> answer) {
        return flash(answer, 1);
    }

    /** The path that the Undo of an answer's message posts to. */
    private static String undo(HttpResponse<String> answer) {
        return flash(answer, 2);
    }

    private static String flash(HttpResponse<String> answer, int part) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("belfry_flash="))
                .map(cookie -> URLDecoder.decode(cookie.split(";", 2)[0].split("!", -1)[part], StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }
}
