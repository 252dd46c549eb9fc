package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.directory.ContactStatuses.Reach;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asking for cover and taking it, offering swaps and accepting them. */
public final class SwapPages {
    private static final String PATH = "/on-call/cover";
    private static final Duration AHEAD = Duration.ofDays(42);
    private static final int MOST_SCHEDULES = 200;

    private final ExchangeCommands commands;
    private final SwapQueries queries;
    private final ScheduleQueries schedules;
    private final PeopleQueries people;
    private final Function<UUID, Reach> reach;
    private final Ids ids;
    private final InstantSource clock;

    public SwapPages(
            ExchangeCommands commands,
            SwapQueries queries,
            ScheduleQueries schedules,
            PeopleQueries people,
            Function<UUID, Reach> reach,
            Ids ids,
            InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.schedules = schedules;
        this.people = people;
        this.reach = reach;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get(PATH, Role.VIEWER, this::list);
        console.get(PATH + "/ask", Role.VIEWER, call -> form(call, asked(call, false)));
        console.postOwned(PATH, Role.RESPONDER, this::ask);
        console.postOwned(
                PATH + "/:id/take",
                Role.RESPONDER,
                call -> decided(call, id -> commands.take(by(call), id, null), "It is yours now."));
        console.postOwned(
                PATH + "/:id/withdraw",
                Role.RESPONDER,
                call -> decided(call, id -> commands.withdraw(by(call), id), "The request is withdrawn."));
        console.get("/on-call/swaps/new", Role.VIEWER, call -> form(call, asked(call, true)));
        console.postOwned("/on-call/swaps", Role.RESPONDER, this::offer);
        console.postOwned(
                "/on-call/swaps/:id/accept",
                Role.RESPONDER,
                call -> decided(call, id -> commands.accept(by(call), id), "The swap is in the schedule."));
        console.postOwned(
                "/on-call/swaps/:id/decline",
                Role.RESPONDER,
                call -> decided(call, id -> commands.decline(by(call), id), "The swap is off."));
    }

    /** A link from one's own shift fills the form in. */
    private static ExchangeForm asked(PageCall call, boolean swap) {
        return new ExchangeForm(
                swap, query(call, "schedule"), query(call, "start"), query(call, "end"), "", "", "", "", "");
    }

    private static String query(PageCall call, String parameter) {
        String value = call.query(parameter);
        return value == null ? "" : value;
    }

    private Future<Page> list(PageCall call) {
        Instant now = clock.instant();
        UUID me = call.principal().userId();
        return queries.openCovers(now)
                .compose(covers -> queries.openSwaps(now).compose(swaps -> {
                    Set<UUID> people = new HashSet<>();
                    Set<UUID> wanted = new HashSet<>();
                    covers.forEach(cover -> note(cover, wanted, people));
                    swaps.forEach(swap -> note(swap, wanted, people));
                    return mine(me, now)
                            .compose(own -> {
                                own.forEach(schedule -> wanted.add(schedule.id()));
                                return schedules.these(wanted);
                            })
                            .compose(all -> schedules.rolls(all, now, now.plus(AHEAD)))
                            .compose(rolls -> people(people)
                                    .map(names -> new Page(
                                            "Cover and swaps",
                                            "on-call",
                                            "cover.jte",
                                            Map.of(
                                                    "exchanges",
                                                    ExchangeView.of(
                                                            covers, swaps, rolls, names, call.principal(), now)))));
                }));
    }

    private static void note(Exchange exchange, Set<UUID> schedules, Set<UUID> people) {
        schedules.add(exchange.schedule());
        exchange.parts().values().forEach(part -> people.add(part.user()));
    }

    private Future<Map<UUID, String>> people(Set<UUID> ids) {
        return people.names(ids);
    }

    /** The schedules on which one has, or may have, a shift. */
    private Future<List<Schedule>> mine(@Nullable UUID me, Instant now) {
        return me == null
                ? Future.succeededFuture(List.of())
                : schedules.naming(me, now).map(named -> named.subList(0, Math.min(named.size(), MOST_SCHEDULES)));
    }

    /** The form to ask for cover, or to offer a swap, on one of one's own schedules. */
    private Future<Page> form(PageCall call, ExchangeForm form) {
        UUID asked = Uuids.of(form.schedule());
        return mine(call.principal().userId(), clock.instant())
                .compose(own -> (asked == null
                                ? Future.<@Nullable Schedule>succeededFuture(null)
                                : schedules.schedule(asked))
                        .compose(chosen -> people(chosen == null ? Set.of() : chosen.people())
                                .map(names -> {
                                    List<Schedule> choice = new ArrayList<>(own);
                                    if (chosen != null
                                            && own.stream()
                                                    .noneMatch(one -> one.id().equals(chosen.id()))) {
                                        choice.add(chosen);
                                    }
                                    Map<UUID, String> others = new TreeMap<>(
                                            Comparator.comparing((UUID id) -> names.getOrDefault(id, "") + id));
                                    others.putAll(names);
                                    others.remove(call.principal().userId());
                                    return new Page(
                                            form.swap() ? "Offer a swap" : "Ask for cover",
                                            "on-call",
                                            form.swap() ? "swap-offer.jte" : "cover-ask.jte",
                                            Map.of(
                                                    "form",
                                                    form,
                                                    "schedules",
                                                    choice,
                                                    "people",
                                                    others,
                                                    "zone",
                                                    chosen == null
                                                            ? "UTC"
                                                            : chosen.zone().getId()));
                                })));
    }

    private Future<PageReply> ask(PageCall call) {
        ExchangeForm form = sent(call, false);
        UUID me = call.principal().userId();
        return within(call, form, zone -> {
            String unclear = LocalInstant.question(zone, form.start(), form.end());
            if (unclear != null) {
                return again(call, form, unclear);
            }
            Part part = part(me, form.start(), form.end(), zone);
            UUID schedule = Uuids.of(form.schedule());
            if (part == null || schedule == null) {
                return again(call, form, "Enter when it begins and when it ends.");
            }
            CoverDraft draft = new CoverDraft(schedule, part.user(), part.start(), part.end(), form.note());
            return commands.ask(by(call), ids.next(), draft)
                    .compose(answer -> answer instanceof Answer.Done<ExchangeCommands.Asked> done
                            ? Future.succeededFuture(said(done.value().asked()))
                            : again(call, form, why(answer)));
        });
    }

    /** Whether anybody hears of it is said, so that nobody waits for an answer that cannot come. */
    private PageReply said(List<UUID> asked) {
        long reached =
                asked.stream().filter(one -> reach.apply(one) != Reach.NONE).count();
        String stays = " You stay on call until somebody takes it.";
        if (reached == 0) {
            return PageReply.warning(
                    PATH,
                    Flash.Kind.WARNING,
                    "Cover is asked for here, but nobody could be told: "
                            + (asked.isEmpty()
                                    ? "nobody else is on the schedule or in its team."
                                    : "those who could take it have no contact method.")
                            + stays);
        }
        return PageReply.redirect(
                PATH,
                "Cover is asked for; "
                        + (reached == 1 ? "1 person who could take it is" : reached + " people who could take it are")
                        + " told." + stays);
    }

    private Future<PageReply> offer(PageCall call) {
        ExchangeForm form = sent(call, true);
        UUID me = call.principal().userId();
        return within(call, form, zone -> {
            String unclear = LocalInstant.question(zone, form.start(), form.end(), form.theirStart(), form.theirEnd());
            if (unclear != null) {
                return again(call, form, unclear);
            }
            Part give = part(me, form.start(), form.end(), zone);
            Part take = part(Uuids.of(form.user()), form.theirStart(), form.theirEnd(), zone);
            UUID schedule = Uuids.of(form.schedule());
            if (give == null || take == null || schedule == null) {
                return again(call, form, "Enter with whom, and when both times begin and end.");
            }
            return commands.offer(by(call), ids.next(), new SwapDraft(schedule, give, take, form.note()))
                    .compose(answer -> answer instanceof Answer.Done<?>
                            ? Future.succeededFuture(PageReply.redirect(PATH, "The swap is offered."))
                            : again(call, form, why(answer)));
        });
    }

    @FunctionalInterface
    private interface Zoned {
        Future<PageReply> in(ZoneId zone);
    }

    /** What was typed counts in the schedule's zone. */
    private Future<PageReply> within(PageCall call, ExchangeForm form, Zoned step) {
        UUID schedule = Uuids.of(form.schedule());
        if (schedule == null) {
            return again(call, form, "Choose the schedule.");
        }
        return schedules
                .schedule(schedule)
                .compose(found -> found == null ? again(call, form, "This schedule is gone.") : step.in(found.zone()));
    }

    private static ExchangeForm sent(PageCall call, boolean swap) {
        return new ExchangeForm(
                swap,
                call.form("schedule"),
                call.form("start"),
                call.form("end"),
                call.form("user"),
                call.form("theirStart"),
                call.form("theirEnd"),
                cut(call.form("note")),
                "");
    }

    private static String cut(String note) {
        return note.substring(0, Math.min(note.length(), 500));
    }

    private Future<PageReply> again(PageCall call, ExchangeForm form, String why) {
        return form(call, form.refused(why)).map(page -> page.withStatus(422));
    }

    @FunctionalInterface
    private interface Deciding {
        Future<? extends Answer<?>> by(UUID id);
    }

    private Future<PageReply> decided(PageCall call, Deciding step, String done) {
        UUID id = Uuids.of(call.path("id"));
        if (id == null) {
            return Future.succeededFuture(PageReply.redirect(PATH, null));
        }
        return step.by(id)
                .map(answer -> answer instanceof Answer.Done<?>
                        ? PageReply.redirect(PATH, done)
                        : PageReply.warning(PATH, Flash.Kind.REFUSED, why(answer)));
    }

    private static String why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Invalid<?> invalid -> {
                Answer.Bad bad = invalid.fields().getFirst();
                yield word(bad.pointer()) + ": " + bad.detail() + ".";
            }
            case Answer.Forbidden<?> forbidden -> forbidden.detail();
            case Answer.Conflict<?> conflict -> "Somebody was faster: " + conflict.detail() + ".";
            case Answer.Missing<?> missing -> "It is gone.";
            default -> "Nothing was saved. Reload the page and try again.";
        };
    }

    private static String word(String pointer) {
        return switch (pointer) {
            case "/start", "/give/start" -> "Your time";
            case "/take/start" -> "Their time";
            case "/end", "/give/end", "/take/end" -> "The end";
            case "/take/user" -> "With whom";
            default -> "The request";
        };
    }

    private static Caller by(PageCall call) {
        return CallerRoutes.of(call, Role.RESPONDER);
    }

    private static @Nullable Part part(@Nullable UUID user, String start, String end, ZoneId zone) {
        Instant from = LocalInstant.read(start, zone);
        Instant to = LocalInstant.read(end, zone);
        return user == null || from == null || to == null ? null : new Part(user, from, to);
    }
}
