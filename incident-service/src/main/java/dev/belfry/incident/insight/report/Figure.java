package dev.belfry.incident.insight.report;

import dev.belfry.incident.insight.report.Report.Counted;
import dev.belfry.incident.insight.report.Report.Took;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the large numbers at the top.
 *
 * @param change what is different from the period before; why nothing is compared, where nothing is
 * @param better whether that is good; null where it is neither
 * @param meaning exactly what is counted
 */
public record Figure(
        String name, String value, String change, @Nullable Boolean better, String meaning) {

    static List<Figure> of(Report report) {
        return List.of(
                incidents(report.incidents()),
                took(
                        "Time to acknowledge",
                        report.acknowledge(),
                        "From the first page, or from the opening where nobody was paged before, to the first acknowledge."
                                + " Incidents that nobody acknowledged are left out."),
                took(
                        "Time to resolve",
                        report.resolve(),
                        "From the opening to the last resolve. Open incidents are left out."),
                took(
                        "Time to detect",
                        report.detect(),
                        "From when the sender says that it began to when Belfry received the first alert."
                                + " Incidents whose sender does not say when are left out."),
                each(report),
                nights(report.nightPages()));
    }

    private static Figure incidents(Counted counted) {
        var meaning = "Incidents that were opened in these days, by alerts or by people.";
        var value = Said.count(counted.count());
        if (few(counted)) {
            return new Figure("Incidents", value, fewWords(counted.before()), null, meaning);
        }
        long change = Math.round((counted.count() - counted.before()) * 100.0 / counted.before());
        return new Figure("Incidents", value, change == 0 ? "as before" : words(change, " %"), better(change), meaning);
    }

    private static Figure took(String name, Took took, String meaning) {
        var value = Said.time(took.now().median());
        var whole = "Half of them took no longer; 95 of 100 took no longer than "
                + Said.time(took.now().p95()) + ". " + meaning + " Counted: "
                + Said.count(took.now().count()) + ".";
        if (!took.comparable()) {
            return new Figure(name, value, "too few to compare", null, whole);
        }
        int change = Objects.requireNonNullElse(took.now().median(), 0)
                - Objects.requireNonNullElse(took.before().median(), 0);
        var words = change == 0 ? "as before" : Said.time(Math.abs(change)) + (change < 0 ? " faster" : " slower");
        return new Figure(name, value, words, better(change), whole);
    }

    private static Figure each(Report report) {
        var meaning = "Each person whom an escalation asked is a page, and each time is one. Divided by all incidents.";
        var incidents = report.incidents();
        if (incidents.count() == 0) {
            return new Figure("Pages per incident", "–", "no incidents", null, meaning);
        }
        double now = (double) report.pages().count() / incidents.count();
        if (few(incidents)) {
            return new Figure("Pages per incident", Said.tenths(now), fewWords(incidents.before()), null, meaning);
        }
        long change = Math.round((now - (double) report.pages().before() / incidents.before()) * 10);
        var words =
                change == 0 ? "as before" : Said.tenths(Math.abs(change) / 10.0) + (change < 0 ? " fewer" : " more");
        return new Figure("Pages per incident", Said.tenths(now), words, better(change), meaning);
    }

    private static Figure nights(Counted counted) {
        var meaning = "Pages between 22:00 and 07:00, in the time zone of the person who was paged.";
        var value = Said.count(counted.count());
        if (few(counted)) {
            return new Figure("Pages at night", value, fewWords(counted.before()), null, meaning);
        }
        long change = counted.count() - counted.before();
        return new Figure(
                "Pages at night", value, change == 0 ? "as before" : words(change, ""), better(change), meaning);
    }

    private static boolean few(Counted counted) {
        return counted.count() < Report.FEW || counted.before() < Report.FEW;
    }

    private static String fewWords(long before) {
        return before + " before, too few to compare";
    }

    private static String words(long change, String unit) {
        return Said.count(Math.abs(change)) + unit + (change < 0 ? " fewer" : " more");
    }

    private static @Nullable Boolean better(long change) {
        return change == 0 ? null : change < 0;
    }
}
