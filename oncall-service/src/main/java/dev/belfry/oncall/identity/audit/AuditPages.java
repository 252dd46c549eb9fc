package dev.belfry.oncall.identity.audit;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log for administrators in words, the newest first, narrowed by who, what and when. */
public final class AuditPages {
    private static final int A_PAGE = 50;
    private static final int LONGEST = 200;

    private final AuditQueries queries;
    private final NameQueries names;
    private final InstantSource clock;

    public AuditPages(AuditQueries queries, NameQueries names, InstantSource clock) {
        this.queries = queries;
        this.names = names;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get("/audit", Role.ADMIN, this::page);
    }

    private Future<Page> page(PageCall call) {
        String action = word(call, "action", "[a-z.-]{1,60}");
        String days = word(call, "days", "1|7|30|90");
        String typed = Objects.requireNonNullElse(call.query("who"), "").strip();
        String who = typed.substring(0, Math.min(typed.length(), LONGEST));
        UUID object = Uuids.of(call.query("object"));
        AuditFilter filter = new AuditFilter(
                null, action.isEmpty() ? null : action, object, null, since(days), null, who.isEmpty() ? null : who);
        UUID before = Uuids.of(call.query("before"));
        return queries.entries(filter, before, A_PAGE + 1).compose(found -> {
            List<AuditEntry> page = found.subList(0, Math.min(found.size(), A_PAGE));
            List<UUID> ids = page.stream()
                    .flatMap(entry -> AuditWords.ids(entry).stream())
                    .distinct()
                    .toList();
            return names.of(ids).map(known -> {
                Map<String, Object> params = new HashMap<>();
                params.put(
                        "lines",
                        page.stream().map(entry -> AuditWords.of(entry, known)).toList());
                params.put("who", who);
                params.put("action", action);
                params.put("days", days);
                params.put("object", object == null ? "" : object.toString());
                params.put("about", object == null ? "" : known.getOrDefault(object, "one thing"));
                params.put("query", query(who, action, days, object));
                params.put("first", before == null);
                params.put("next", found.size() > A_PAGE ? page.getLast().id().toString() : "");
                return new Page("Audit log", "admin", "audit.jte", params);
            });
        });
    }

    private @Nullable Instant since(String days) {
        return days.isEmpty() ? null : clock.instant().minus(Duration.ofDays(Long.parseLong(days)));
    }

    private static String word(PageCall call, String name, String pattern) {
        String word = call.query(name);
        return word != null && word.matches(pattern) ? word : "";
    }

    private static String query(String who, String action, String days, @Nullable UUID object) {
        return "who=" + URLEncoder.encode(who, StandardCharsets.UTF_8) + "&action=" + action + "&days=" + days
                + (object == null ? "" : "&object=" + object);
    }
}
