package dev.belfry.oncall.rota.coverage;

import java.time.Duration;
import java.util.List;

/**
 * Loads as bars: hours on one scale, pages on another.
 *
 * @param kinds what there are bars of; what nobody has is left out
 */
public record LoadChart(List<String> kinds, List<Row> rows) {
    /** How wide the longest bar is, in units of its own. */
    public static final int WIDTH = 1_000;

    private static final List<String> KINDS = List.of("hours", "nights", "weekends", "holidays", "pages");

    /** One person. */
    public record Row(String name, List<Bar> bars) {}

    /** @param words what the bar says, for who does not see it */
    public record Bar(String kind, int width, String words) {}

    static LoadChart of(List<Load> loads) {
        long longest = loads.stream()
                .mapToLong(load -> load.share().all().toSeconds())
                .max()
                .orElse(0);
        long most = loads.stream().mapToLong(load -> load.pages().all()).max().orElse(0);
        List<String> kinds = KINDS.stream()
                .filter(kind -> loads.stream().anyMatch(load -> part(load, kind) > 0))
                .toList();
        return new LoadChart(
                kinds,
                loads.stream()
                        .map(load -> new Row(
                                load.name(),
                                kinds.stream()
                                        .map(kind -> bar(load, kind, kind.equals("pages") ? most : longest))
                                        .toList()))
                        .toList());
    }

    /** Seconds, or pages. */
    private static long part(Load load, String kind) {
        Fairness.Share share = load.share();
        return switch (kind) {
            case "nights" -> share.night().toSeconds();
            case "weekends" -> share.weekend().toSeconds();
            case "holidays" -> share.holiday().toSeconds();
            case "pages" -> load.pages().all();
            default -> share.all().toSeconds();
        };
    }

    /** What is there is seen, however little it is. */
    private static Bar bar(Load load, String kind, long longest) {
        long part = part(load, kind);
        String words = kind.equals("pages")
                ? part + " pages"
                : kind + ": "
                        + PaySheet.hours(Duration.ofSeconds(part))
                                .stripTrailingZeros()
                                .toPlainString() + " h";
        return new Bar(kind, part == 0 ? 0 : (int) Math.max(4, part * WIDTH / longest), words);
    }
}
