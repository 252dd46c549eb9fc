package dev.belfry.notifier.over;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.notifier.channel.Text;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/** Words the end of incidents for somebody who was paged for them: one message for those that end together. */
final class OverNotice {
    private static final int MOST_LISTED = 50;
    private static final int LONGEST_SUBJECT = 200;

    private OverNotice() {}

    /** @param ended the incidents of one person; at least one */
    static NoticeRequest of(List<Over> ended, ZoneId zone, Instant now) {
        var sorted = ended.stream()
                .sorted(Comparator.comparingLong(over -> over.incident().number()))
                .toList();
        var first = sorted.getFirst();
        boolean alone = sorted.size() == 1;
        return new NoticeRequest(
                Ids.derived("over", first.user(), first.incident().id(), first.version(), sorted.size()),
                first.user(),
                "incident.over",
                alone ? subject(first) : "Resolved: " + sorted.size() + " incidents you were paged for",
                (alone ? one(first, zone) : several(sorted, zone))
                        + "\nYou get this because you were paged. Turn it off in Belfry, under \"My notifications\".\n",
                alone ? "/incidents/" + first.incident().number() : "/incidents",
                now,
                null);
    }

    private static String subject(Over over) {
        var start = "Resolved: #" + over.incident().number() + " ";
        var end = " (" + Text.line(over.incident().serviceName(), 60) + ")";
        return start + Text.line(over.incident().title(), LONGEST_SUBJECT - start.length() - end.length()) + end;
    }

    private static String one(Over over, ZoneId zone) {
        return heading(over) + "\n\n" + sentence(over, zone) + " There is nothing left to do for you.\n";
    }

    private static String several(List<Over> sorted, ZoneId zone) {
        var text = new StringBuilder("These incidents are over. There is nothing left to do for you.\n\n");
        for (var over : sorted.subList(0, Math.min(MOST_LISTED, sorted.size()))) {
            text.append(heading(over))
                    .append("\n  ")
                    .append(sentence(over, zone))
                    .append('\n');
        }
        if (sorted.size() > MOST_LISTED) {
            text.append("and ").append(sorted.size() - MOST_LISTED).append(" more\n");
        }
        return text.toString();
    }

    private static String heading(Over over) {
        var incident = over.incident();
        return "#" + incident.number() + " " + Text.line(incident.title(), LONGEST_SUBJECT) + " ("
                + Text.line(incident.serviceName(), 60) + ")";
    }

    private static String sentence(Over over, ZoneId zone) {
        var how = Text.line(over.how(), LONGEST_SUBJECT);
        return how.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + how.substring(1) + " on "
                + Text.time(over.at(), zone) + ", "
                + words(Duration.between(over.incident().createdAt(), over.at())) + " after it was triggered.";
    }

    private static String words(Duration lasted) {
        long minutes = Math.max(0, lasted.toMinutes());
        if (minutes < 1) {
            return "less than a minute";
        }
        return minutes < 60
                ? minutes + " min"
                : minutes < 24 * 60
                        ? minutes / 60 + " h " + minutes % 60 + " min"
                        : minutes / (24 * 60) + " d " + minutes / 60 % 24 + " h";
    }
}
