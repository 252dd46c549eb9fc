package dev.belfry.incident.signal.silence;

import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.json.Instants;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Silences over the API. */
public final class SilenceRoutes {
    private final SilenceStore store;
    private final SilenceQueries queries;
    private final SilenceCommands commands;
    private final CatalogStore catalog;
    private final InstantSource clock;

    private record ConditionInput(
            String name,
            String value,
            @Nullable Boolean isRegex,
            @Nullable Boolean isEqual) {}

    private record CreateInput(
            @Nullable UUID service,
            List<ConditionInput> matchers,
            @Nullable String startsAt,
            String endsAt,
            String comment) {}

    private record ChangeInput(
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String comment) {}

    public SilenceRoutes(
            SilenceStore store,
            SilenceQueries queries,
            SilenceCommands commands,
            CatalogStore catalog,
            InstantSource clock) {
        this.store = store;
        this.queries = queries;
        this.commands = commands;
        this.catalog = catalog;
        this.clock = clock;
    }

    public void on(Api api) {
        api.on("listSilences", Role.VIEWER, this::list)
                .on("createSilence", Role.RESPONDER, this::create)
                .on("getSilence", Role.VIEWER, call -> show(call.id("id"), this::ok))
                .on("changeSilence", Role.RESPONDER, this::change)
                .on(
                        "endSilence",
                        Role.RESPONDER,
                        call -> commands.end(call.id("id")).compose(outcome -> answer(outcome, this::ok)));
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return invalid("query: cursor", "Take it from the Link header of the page before.");
        }
        var service = call.query("service");
        var status = call.query("status");
        return store.list(
                        service == null ? null : UUID.fromString(service),
                        true,
                        status == null ? null : Silence.State.valueOf(status.toUpperCase(Locale.ROOT)),
                        cursor == null ? null : UUID.fromString(cursor),
                        call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    var now = clock.instant();
                    return Reply.list(
                            call,
                            page.stream().map(one -> SilenceView.of(one, now)).toList(),
                            next);
                });
    }

    private Future<Reply> create(Call call) {
        var input = call.body(CreateInput.class);
        var now = clock.instant();
        var starts = input.startsAt() == null ? now : Instants.read(input.startsAt());
        var ends = Instants.read(input.endsAt());
        if (starts == null || ends == null) {
            return invalid(starts == null ? "#/startsAt" : "#/endsAt", Instants.WANTED);
        }
        var matchers = new ArrayList<Matcher>();
        for (var one : input.matchers()) {
            try {
                matchers.add(Matcher.of(
                        one.name(),
                        one.value(),
                        Boolean.TRUE.equals(one.isRegex()),
                        !Boolean.FALSE.equals(one.isEqual())));
            } catch (IllegalArgumentException wrong) {
                return invalid("#/matchers/" + matchers.size(), String.valueOf(wrong.getMessage()));
            }
        }
        var silence = new Silence(
                call.newId(),
                input.service(),
                List.copyOf(matchers),
                starts,
                ends,
                call.principal().name(),
                input.comment().strip(),
                Map.of(),
                1,
                now);
        return known(input.service())
                .compose(known -> known
                        ? commands.add(silence)
                                .compose(outcome -> outcome instanceof Outcome.Done
                                        ? queries.reach(silence)
                                                .compose(reach -> answer(outcome, made -> created(made, reach)))
                                        : answer(outcome, this::ok))
                        : invalid("#/service", "There is no such service."));
    }

    private Future<Boolean> known(@Nullable UUID service) {
        return service == null
                ? Future.succeededFuture(true)
                : catalog.service(service).map(Optional::isPresent);
    }

    private Future<Reply> change(Call call) {
        var input = call.body(ChangeInput.class);
        var starts = input.startsAt() == null ? null : Instants.read(input.startsAt());
        var ends = input.endsAt() == null ? null : Instants.read(input.endsAt());
        if ((starts == null) != (input.startsAt() == null) || (ends == null) != (input.endsAt() == null)) {
            return invalid((starts == null) != (input.startsAt() == null) ? "#/startsAt" : "#/endsAt", Instants.WANTED);
        }
        return store.find(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(missing());
            }
            var before = found.get();
            var wanted = new Silence(
                    before.id(),
                    before.service(),
                    before.matchers(),
                    starts == null ? before.startsAt() : starts,
                    ends == null ? before.endsAt() : ends,
                    before.createdBy(),
                    input.comment() == null ? before.comment() : input.comment().strip(),
                    before.annotations(),
                    before.version(),
                    before.updatedAt());
            var seen = call.ifMatch();
            // What was read here is what is changed: whoever came between makes it stale.
            return commands.change(wanted, seen == null ? Long.valueOf(before.version()) : seen)
                    .compose(outcome -> answer(outcome, this::ok));
        });
    }

    private Future<Reply> answer(Outcome outcome, Function<Silence, Reply> done) {
        return switch (outcome) {
            case Outcome.Done fine -> show(fine.id(), done);
            case Outcome.Missing missing -> Future.succeededFuture(missing());
            case Outcome.Stale stale -> Future.succeededFuture(Reply.stale());
            case Outcome.Refused refused -> Future.succeededFuture(Reply.conflict(refused.reason()));
            case Outcome.Invalid wrong -> invalid("#/" + wrong.field(), wrong.reason());
        };
    }

    private Future<Reply> show(UUID id, Function<Silence, Reply> shown) {
        return store.find(id).map(found -> found.map(shown).orElseGet(SilenceRoutes::missing));
    }

    private Reply ok(Silence silence) {
        return Reply.ok(SilenceView.of(silence, clock.instant()), silence.version());
    }

    private Reply created(Silence silence, Reach reach) {
        return Reply.created(
                "/api/v1/silences/" + silence.id(), SilenceView.of(silence, clock.instant(), reach), silence.version());
    }

    private static Reply missing() {
        return Reply.notFound("silence", "/api/v1/silences");
    }

    private static Future<Reply> invalid(String field, String detail) {
        return Future.succeededFuture(Reply.invalid(new Problem.Field(field, detail)));
    }
}
