package dev.belfry.incident.signal.silence;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The silences of the console: what pages nobody just now, who said so and why; one is made and ended here. */
public final class SilencePages {
    private static final int MOST = 200;
    private static final int MOST_SERVICES = 500;
    private static final Duration LONGEST = Duration.ofDays(30);

    private final SilenceStore store;
    private final SilenceQueries queries;
    private final SilenceCommands commands;
    private final CatalogStore catalog;
    private final InstantSource clock;
    private final Ids ids;

    public SilencePages(
            SilenceStore store,
            SilenceQueries queries,
            SilenceCommands commands,
            CatalogStore catalog,
            InstantSource clock,
            Ids ids) {
        this.store = store;
        this.queries = queries;
        this.commands = commands;
        this.catalog = catalog;
        this.clock = clock;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/silences", Role.VIEWER, this::list);
        console.post("/silences", Role.RESPONDER, this::add);
        console.post("/silences/:id/end", Role.RESPONDER, this::end);
    }

    /** The form may come filled in: an alert's row links to it with conditions that fit the alert. */
    private Future<Page> list(PageCall call) {
        var empty = SilenceForm.EMPTY;
        return page(new SilenceForm(
                Objects.requireNonNullElse(call.query("service"), ""),
                Objects.requireNonNullElse(call.query("matchers"), ""),
                empty.duration(),
                "",
                ""));
    }

    private Future<Page> page(SilenceForm form) {
        var found = store.list(null, true, null, null, MOST);
        var services = catalog.services(null, MOST_SERVICES);
        var held = store.heldBack();
        return Future.all(found, services, held).map(all -> {
            var names = services.result().stream().collect(Collectors.toMap(Service::id, Service::name));
            var now = clock.instant();
            List<SilenceRow> rows = found.result().stream()
                    .map(one -> new SilenceRow(
                            one.id(),
                            one.state(now),
                            one.service() == null ? "All services" : names.getOrDefault(one.service(), "A service"),
                            one.matchers().stream().map(Matcher::text).collect(Collectors.joining(", ")),
                            one.createdBy(),
                            one.comment(),
                            one.startsAt(),
                            one.endsAt(),
                            held.result().getOrDefault(one.id(), 0L)))
                    .sorted(Comparator.comparing((SilenceRow row) -> row.state() == Silence.State.EXPIRED))
                    .toList();
            Map<String, Object> params = new HashMap<>();
            params.put("silences", rows);
            params.put("services", services.result());
            params.put("form", form);
            return new Page("Silences", "silences", "silences.jte", params);
        });
    }

    private Future<PageReply> add(PageCall call) {
        var form = new SilenceForm(
                call.form("service"), call.form("matchers"), call.form("duration"), call.form("comment"), "");
        if (form.comment().isEmpty() || form.comment().length() > Silence.LONGEST_COMMENT) {
            return again(form.with("Say why, in 1 to " + Silence.LONGEST_COMMENT + " characters."));
        }
        var service = Parsed.id(form.service());
        if (service == null && !form.service().equals("all")) {
            return again(form.with("Choose a service, or all of them."));
        }
        var duration = duration(form.duration());
        if (duration == null) {
            return again(form.with("Choose how long."));
        }
        List<Matcher> matchers;
        try {
            matchers = MatcherText.readLines(form.matchers());
        } catch (IllegalArgumentException wrong) {
            return again(form.with("The conditions cannot be read: " + wrong.getMessage() + "."));
        }
        var now = clock.instant();
        var silence = new Silence(
                ids.next(),
                service,
                matchers,
                now,
                now.plus(duration),
                call.principal().name(),
                form.comment().replace('\0', '\uFFFD'),
                Map.of(),
                1,
                now);
        return known(service)
                .compose(known -> known
                        ? commands.add(silence)
                                .compose(outcome -> outcome instanceof Outcome.Done
                                        ? queries.reach(silence)
                                                .compose(reach ->
                                                        answer(outcome, form, "The silence is made. " + reach.note()))
                                        : answer(outcome, form, ""))
                        : again(form.with("That service is gone; choose another.")));
    }

    private Future<PageReply> end(PageCall call) {
        var id = Parsed.id(call.path("id"));
        return id == null
                ? again(SilenceForm.EMPTY.with("There is no such silence."))
                : commands.end(id)
                        .compose(outcome -> answer(
                                outcome, SilenceForm.EMPTY, "The silence is over: what still fires is paged now."));
    }

    private Future<Boolean> known(@Nullable UUID service) {
        return service == null
                ? Future.succeededFuture(true)
                : catalog.service(service).map(found -> found.isPresent());
    }

    private Future<PageReply> answer(Outcome outcome, SilenceForm form, String done) {
        return switch (outcome) {
            case Outcome.Done fine -> Future.succeededFuture(PageReply.redirect("/silences", done));
            case Outcome.Invalid invalid -> again(form.with(invalid.reason()));
            case Outcome.Refused refused -> again(form.with(refused.reason()));
            case Outcome.Missing missing -> again(form.with("There is no such silence."));
            case Outcome.Stale stale -> again(form.with("It has changed meanwhile."));
        };
    }

    private Future<PageReply> again(SilenceForm form) {
        return page(form).map(page -> page.withStatus(422));
    }

    private static @Nullable Duration duration(String text) {
        try {
            var duration = Duration.parse(text);
            return duration.isPositive() && duration.compareTo(LONGEST) <= 0 ? duration : null;
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return null;
        }
    }
}
