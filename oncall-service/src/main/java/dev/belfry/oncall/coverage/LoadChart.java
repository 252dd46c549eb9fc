package dev.belfry.oncall.coverage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads as bars: hours on one scale, pages on another. */
public record LoadChart(List<Row> rows) {
    /** How wide the longest bar is, in units of its own. */
    public static final int WIDTH = 1_000;

    /** One person. */
    public record Row(String name, List<Bar> bars) {}

    /** @param words what the bar says, for who does not see it */
    public record Bar(String kind, int width, String words) {}

    static LoadChart of(List<Load> loads) {
        long longest = loads.stream()
                .mapToLong(load -> load.share().all().toSeconds())
                .max()
                .orElse(0);
        int most = loads.stream().mapToInt(load -> load.pages().all()).max().orElse(0);
        List<Row> rows = new ArrayList<>();
        for (Load load : loads) {
            Fairness.Share share = load.share();
            rows.add(new Row(
                    load.name(),
                    List.of(
                            hours("hours", share.all(), longest),
                            hours("nights", share.night(), longest),
                            hours("weekends", share.weekend(), longest),
                            hours("holidays", share.holiday(), longest),
                            new Bar(
                                    "pages",
                                    width(load.pages().all(), most),
                                    load.pages().all() + " pages"))));
        }
        return new LoadChart(rows);
    }

    private static Bar hours(String kind, Duration time, long longest) {
        BigDecimal hours = PaySheet.hours(time).stripTrailingZeros();
        return new Bar(kind, width(time.toSeconds(), longest), kind + ": " + hours.toPlainString() + " h");
    }

    /** What is there is seen, however little it is. */
    private static int width(long part, long longest) {
        return part == 0 ? 0 : (int) Math.max(4, part * WIDTH / longest);
    }
}
