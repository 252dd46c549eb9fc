package dev.belfry.oncall.rota.exchange;

import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.rota.schedule.LocalInstant;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asking for cover and taking it, offering swaps and accepting them. */
public final class SwapPages {
    private static final String PATH = "/on-call/cover";
    private static final Duration AHEAD = Duration.ofDays(42);
    private static final int MOST_SCHEDULES = 200;
    private static final int MOST_PEOPLE = 1_000;

    private final ExchangeCommands commands;
    private final SwapQueries queries;
    private final ScheduleQueries schedules;
    private final PeopleQueries people;
    private final Ids ids;
    private final InstantSource clock;

    public SwapPages(
            ExchangeCommands commands,
            SwapQueries queries,
            ScheduleQueries schedules,
            PeopleQueries people,
            Ids ids,
            InstantSource clock) {
        this.commands = commands;
        this.queries = queries;
        this.schedules = schedules;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    public void on(Console console) {
        console.get(PATH, Role.VIEWER, call -> page(call, asked(call)));
        console.postOwned(PATH, Role.RESPONDER, this::ask);
        console.postOwned(
                PATH + "/:id/take",
                Role.RESPONDER,
                call -> decided(call, id -> commands.take(by(call), id, null), "It is yours now."));
        console.postOwned(
                PATH + "/:id/withdraw",
                Role.RESPONDER,
                call -> decided(call, id -> commands.withdraw(by(call), id), "The request is withdrawn."));
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
    private static ExchangeForm asked(PageCall call) {
        return new ExchangeForm(
                "swap".equals(call.query("do")),
                query(call, "schedule"),
                query(call, "start"),
                query(call, "end"),
                "",
                "",
                "",
                "",
                "");
    }

    private static String query(PageCall call, String parameter) {
        String value = call.query(parameter);
        return value == null ? "" : value;
    }

    private Future<Page> page(PageCall call, ExchangeForm form) {
        Instant now = clock.instant();
        return schedules
                .schedules(new UUID(0, 0), null, MOST_SCHEDULES)
                .compose(all -> schedules.rolls(all, now, now.plus(AHEAD)))
                .compose(rolls -> queries.openCovers(now)
                        .compose(covers -> queries.openSwaps(now)
                                .compose(swaps -> people.everybody(MOST_PEOPLE).map(everybody -> {
                                    Map<UUID, String> names = new HashMap<>();
                                    everybody.forEach(user -> names.put(user.id(), user.name()));
                                    ExchangeView view =
                                            ExchangeView.of(covers, swaps, rolls, names, call.principal(), now);
                                    List<User> others = everybody.stream()
                                            .filter(user -> user.active()
                                                    && !user.id()
                                                            .equals(call.principal()
                                                                    .userId()))
                                            .toList();
                                    return new Page(
                                            "Cover and swaps",
                                            "on-call",
                                            "cover.jte",
                                            Map.of(
                                                    "exchanges",
                                                    view,
                                                    "people",
                                                    others,
                                                    "form",
                                                    form,
                                                    "zone",
                                                    zone(rolls, form),
                                                    "schedules",
                                                    rolls.stream()
                                                            .map(ScheduleQueries.Roll::schedule)
                                                            .toList()));
                                }))));
    }

    /** Where what was typed counts; before a schedule is chosen nothing was. */
    private static String zone(List<ScheduleQueries.Roll> rolls, ExchangeForm form) {
        return rolls.stream()
                .map(ScheduleQueries.Roll::schedule)
                .filter(schedule -> schedule.id().toString().equals(form.schedule()))
                .findFirst()
                .map(schedule -> schedule.zone().getId())
                .orElse("UTC");
    }

    private Future<PageReply> ask(PageCall call) {
        ExchangeForm form = form(call, false);
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
                    .compose(answer ->
                            told(call, form, answer, "Cover is asked for; you stay on call until somebody takes it."));
        });
    }

    private Future<PageReply> offer(PageCall call) {
        ExchangeForm form = form(call, true);
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
                    .compose(answer -> told(call, form, answer, "The swap is offered."));
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

    private static ExchangeForm form(PageCall call, boolean swap) {
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

    private Future<PageReply> told(PageCall call, ExchangeForm form, Answer<?> answer, String done) {
        return answer instanceof Answer.Done<?>
                ? Future.succeededFuture(PageReply.redirect(PATH, done))
                : again(call, form, why(answer));
    }

    private Future<PageReply> again(PageCall call, ExchangeForm form, String why) {
        return page(call, form.refused(why)).map(page -> page.withStatus(422));
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
                .map(answer -> PageReply.redirect(PATH, answer instanceof Answer.Done<?> ? done : why(answer)));
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
