package dev.belfry.platform.console;

import dev.belfry.platform.access.Principal;
import dev.belfry.platform.access.Role;
import gg.jte.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every template needs: who looks, when, the form token, and how times are said. */
public final class View {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ENGLISH);
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter THIS_WEEK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter THIS_YEAR = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private final @Nullable Principal principal;
    private final String csrf;
    private final Instant now;
    private final Assets assets;
    private final String path;
    private final List<Entry.Link> links;

    View(@Nullable Principal principal, String csrf, Instant now, Assets assets, String path, List<Entry.Link> links) {
        this.principal = principal;
        this.csrf = csrf;
        this.now = now;
        this.assets = assets;
        this.path = path;
        this.links = links;
    }

    public @Nullable Principal principal() {
        return principal;
    }

    /** True when the person may do what needs this role; buttons of others are not drawn. */
    public boolean may(Role needed) {
        return principal != null && principal.role().covers(needed);
    }

    /** The same for a thing that this team owns. */
    public boolean may(Role needed, @Nullable UUID team) {
        return principal != null && principal.may(needed, team);
    }

    /** The value of the hidden field {@code csrf} of every form. */
    public String csrf() {
        return csrf;
    }

    public Instant now() {
        return now;
    }

    /** "3 min ago", "in 2 h": for reading; put {@link #exact} in the title. */
    public String ago(Instant time) {
        var distance = Duration.between(time, now);
        var words = words(distance.abs());
        if (words.isEmpty()) {
            return "just now";
        }
        return distance.isNegative() ? "in " + words : words + " ago";
    }

    private static String words(Duration distance) {
        long minutes = distance.toMinutes();
        if (minutes < 1) {
            return distance.toSeconds() < 5 ? "" : distance.toSeconds() + " s";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / (24 * 60) + " days";
    }

    /** The zone of who looks; UTC before they have signed in. */
    public ZoneId zone() {
        return principal == null ? ZoneOffset.UTC : principal.zone();
    }

    /** Date, time and zone, in the zone of who looks. */
    public String exact(Instant time) {
        return time.atZone(zone()).format(EXACT);
    }

    /** The same in few letters: "14:37" today, "Tue 14:37" within six days, "3 Dec 14:37" within the year. */
    public String clock(Instant time) {
        var there = time.atZone(zone());
        var today = now.atZone(zone());
        long days = Math.abs(ChronoUnit.DAYS.between(today.toLocalDate(), there.toLocalDate()));
        var format = days == 0 ? TODAY : days < 7 ? THIS_WEEK : days < 180 ? THIS_YEAR : LATER;
        return there.format(format);
    }

    /** For the datetime attribute of {@code <time>}. */
    public String iso(Instant time) {
        return time.toString();
    }

    /** The path of this request, without its query. */
    public String path() {
        return path;
    }

    /** What this installation offers admins beside the pages that every Belfry has. */
    public List<Entry.Link> links() {
        return links;
    }

    /** One of Tabler's outline icons, for the eye only. */
    public Content icon(String name) {
        return Icons.icon(name);
    }

    /** "AE" of "Ada Example": up to two letters, for the disc that stands for a person. */
    public static String initials(String name) {
        var words = name.strip().split("\\s+", -1);
        var last = words.length > 1 ? words[words.length - 1] : "";
        return (letter(words[0]) + letter(last)).toUpperCase(Locale.ROOT);
    }

    private static String letter(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }

    /** The colour of a person of this name, 1 to 8: the same on every page. */
    public static int tint(String name) {
        return Math.floorMod(name.hashCode(), 8) + 1;
    }

    /** The address of a file of the console's own, with its hash in it. */
    public String asset(String name) {
        return assets.path(name);
    }
}
