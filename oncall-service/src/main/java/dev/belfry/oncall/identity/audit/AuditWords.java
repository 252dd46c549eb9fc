package dev.belfry.oncall.identity.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log as people read it: who did what to what, and what it was before and after.
 *
 * @param verb what was done, such as "changed" or "signed in"
 * @param kind of what, such as "Schedule"; empty when the verb says it all
 * @param name what it is called, as far as that is known
 * @param href its page; empty when it has none, or is gone
 */
public record AuditWords(AuditEntry entry, String verb, String kind, String name, String href, List<Change> changes) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final List<String> TECHNICAL = List.of("id", "version", "hash", "prefix");
    private static final int LONGEST = 500;
    private static final int MOST_CHANGES = 60;

    private static final Map<String, String> SAID = Map.ofEntries(
            Map.entry("user.password-changed", "changed the password of"),
            Map.entry("user.second-factor-set", "set up a second factor for"),
            Map.entry("user.second-factor-removed", "removed the second factor of"),
            Map.entry("user.recovery-codes-made", "made new recovery codes for"),
            Map.entry("user.reminders-set", "chose the reminders of"),
            Map.entry("session.started", "signed in"),
            Map.entry("session.refused", "was refused at sign-in"),
            Map.entry("session.ended", "ended sessions of"),
            Map.entry("session.link-asked", "asked for a sign-in link for"),
            Map.entry("handoff-note.left", "left a hand-off note on"),
            Map.entry("escalation.restarted", "started again"),
            Map.entry("escalation.escalated", "asked for more people in"),
            Map.entry("calendar-feed.rotated", "changed the address of"));
    private static final Map<String, String> PAST = Map.of(
            "made",
            "added",
            "changed",
            "changed",
            "removed",
            "removed",
            "revoked",
            "revoked",
            "corrected",
            "corrected");
    private static final Map<String, String> KINDS = Map.of(
            "user", "Person",
            "session", "Person",
            "token", "API token",
            "handoff-note", "Schedule",
            "override", "Override on schedule",
            "temporary-schedule", "Temporary schedule on");
    private static final Map<String, String> PAGES = Map.of(
            "user", "/people/",
            "session", "/people/",
            "team", "/teams/",
            "schedule", "/schedules/",
            "escalation-policy", "/escalation-policies/",
            "escalation", "/escalations/");

    public AuditWords {
        changes = List.copyOf(changes);
    }

    /** One thing that changed; empty where there was, or is, nothing. */
    public record Change(String what, String before, String after) {}

    /** Every id in an entry, so that their names can be read. */
    static List<UUID> ids(AuditEntry entry) {
        List<UUID> ids = new ArrayList<>();
        if (entry.object() != null) {
            ids.add(entry.object());
        }
        ID.matcher(entry.detail().toString())
                .results()
                .limit(200)
                .forEach(one -> ids.add(UUID.fromString(one.group())));
        return ids;
    }

    /** @param names of what the ids stand for */
    static AuditWords of(AuditEntry entry, Map<UUID, String> names) {
        String[] action = entry.action().split("\\.", 2);
        String kind = action[0];
        String done = action.length > 1 ? action[1] : "";
        UUID object = entry.object();
        String known = object == null ? null : names.get(object);
        String called = known == null ? called(entry.detail(), names) : known;
        String page = PAGES.get(kind);
        return new AuditWords(
                entry,
                SAID.getOrDefault(entry.action(), PAST.getOrDefault(done, done.replace('-', ' '))),
                entry.action().equals("session.started")
                        ? ""
                        : KINDS.getOrDefault(kind, capital(kind.replace('-', ' '))),
                entry.action().equals("session.started") ? "" : called,
                known == null || page == null || done.equals("removed") ? "" : page + object,
                changes(entry.detail(), names));
    }

    private static String called(Map<String, Object> detail, Map<UUID, String> names) {
        for (String member : List.of("name", "incident", "schedule", "email", "account")) {
            Object said = detail.get(member);
            if (said instanceof Map<?, ?> sides) {
                said = sides.get("to") == null ? sides.get("from") : sides.get("to");
            }
            if (said != null) {
                return text(said, names);
            }
        }
        return "";
    }

    private static List<Change> changes(Map<String, Object> detail, Map<UUID, String> names) {
        List<Change> changes = new ArrayList<>();
        detail.forEach((member, value) -> {
            if (TECHNICAL.contains(member)) {
                return;
            }
            if (value instanceof Map<?, ?> sides && (sides.containsKey("from") || sides.containsKey("to"))) {
                Map<String, String> before = flat(member, sides.get("from"), names);
                Map<String, String> after = flat(member, sides.get("to"), names);
                TreeSet<String> paths = new TreeSet<>(before.keySet());
                paths.addAll(after.keySet());
                paths.stream()
                        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                        .forEach(path -> changes.add(
                                new Change(path, before.getOrDefault(path, ""), after.getOrDefault(path, ""))));
            } else {
                flat(member, value, names).forEach((path, text) -> changes.add(new Change(path, "", text)));
            }
        });
        return changes.stream().filter(AuditWords::says).limit(MOST_CHANGES).toList();
    }

    /** What came or went without saying anything is left out: a list without entries, a switch that is off. */
    private static boolean says(Change change) {
        String only = change.before() + change.after();
        boolean oneSided = change.before().isEmpty() || change.after().isEmpty();
        return !(oneSided && (only.equals("none") || only.equals("no") || only.isEmpty()));
    }

    /** Each value in it by where it stands, such as "step 1, delay". */
    private static Map<String, String> flat(String member, @Nullable Object value, Map<UUID, String> names) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten(words(member), value, names, flat);
        return flat;
    }

    private static void flatten(
            String path, @Nullable Object value, Map<UUID, String> names, Map<String, String> flat) {
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, inner) -> {
                if (!TECHNICAL.contains(String.valueOf(name)) || inner instanceof String) {
                    String where = name.equals("id") ? "" : ", " + words(words(String.valueOf(name), names));
                    flatten(path + where, inner, names, flat);
                }
            });
        } else if (value instanceof List<?> list
                && list.stream().anyMatch(one -> one instanceof Map || one instanceof List)) {
            String one = path.endsWith("s") ? path.substring(0, path.length() - 1) : path;
            for (int i = 0; i < list.size(); i++) {
                flatten(one + " " + (i + 1), list.get(i), names, flat);
            }
        } else if (value instanceof List<?> list) {
            flat.put(
                    path,
                    list.isEmpty()
                            ? "none"
                            : list.stream().map(one -> text(one, names)).collect(Collectors.joining(", ")));
        } else if (value != null) {
            flat.put(path, text(value, names));
        }
    }

    private static String text(@Nullable Object value, Map<UUID, String> names) {
        String text = String.valueOf(value);
        String said = value instanceof Boolean ? (text.equals("true") ? "yes" : "no") : words(text, names);
        return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    }

    private static String words(String text, Map<UUID, String> names) {
        if (ID.matcher(text).matches()) {
            return names.getOrDefault(UUID.fromString(text), text.substring(0, 8) + "…");
        }
        if (text.startsWith("PT") || text.startsWith("P")) {
            return duration(text);
        }
        return text;
    }

    private static String duration(String text) {
        try {
            return Duration.parse(text)
                    .toString()
                    .substring(2)
                    .replaceAll("(\\d+)H", "$1 h ")
                    .replaceAll("(\\d+)M", "$1 min ")
                    .replaceAll("([\\d.]+)S", "$1 s")
                    .strip();
        } catch (DateTimeException noDuration) {
            return text;
        }
    }

    /** {@code timeZone} becomes "time zone". */
    private static String words(String member) {
        return member.contains(" ")
                ? member
                : member.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
