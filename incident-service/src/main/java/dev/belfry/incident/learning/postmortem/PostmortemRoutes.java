package dev.belfry.incident.learning.postmortem;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.catalog.service.OutcomeRoutes;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Postmortems over the API. */
public final class PostmortemRoutes {
    private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final PostmortemStore store;
    private final PostmortemCommands commands;
    private final ExportQueries exports;

    private record WriteInput(String title, String body) {}

    private record AskInput(List<UUID> reviewers) {}

    private record ReviewInput(boolean approves, @Nullable String comment) {}

    private record TemplateInput(String body) {}

    public PostmortemRoutes(PostmortemStore store, PostmortemCommands commands, ExportQueries exports) {
        this.exports = exports;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listPostmortems", Role.VIEWER, this::list)
                .on("getPostmortem", Role.VIEWER, call -> wantsPdf(call) ? pdf(call) : show(call.id("id")))
                .on("beginPostmortem", Role.RESPONDER, this::begin)
                .on("writePostmortem", Role.RESPONDER, this::write)
                .on("askForReview", Role.RESPONDER, this::ask)
                .on("reviewPostmortem", Role.VIEWER, this::review)
                .on(
                        "publishPostmortem",
                        Role.RESPONDER,
                        call -> act(call, commands.publish(call.id("id"), Asker.of(call.principal()))))
                .on(
                        "reopenPostmortem",
                        Role.RESPONDER,
                        call -> act(call, commands.reopen(call.id("id"), Asker.of(call.principal()))))
                .on("getPostmortemTemplate", Role.VIEWER, call -> template())
                .on("replacePostmortemTemplate", Role.MANAGER, this::changeTemplate);
    }

    private Future<Reply> list(Call call) {
        var cursor = call.cursor();
        if (cursor != null && !cursor.matches(UUID_FORM)) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("query: cursor", "Take it from the Link header of the page before.")));
        }
        var word = call.query("state");
        var state = word == null ? null : Postmortem.State.valueOf(word.toUpperCase(Locale.ROOT));
        return store.list(state, cursor == null ? null : UUID.fromString(cursor), call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next = found.size() > page.size() ? page.getLast().id().toString() : null;
                    return Reply.list(
                            call,
                            page.stream()
                                    .map(one -> new PostmortemView(one, one.number(), List.of()))
                                    .toList(),
                            next);
                });
    }

    private Future<Reply> show(UUID incident) {
        return store.of(incident)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(missing())
                        : store.reviews(found.get().id())
                                .map(reviews -> Reply.ok(
                                        new PostmortemView(
                                                found.get(), found.get().number(), reviews),
                                        found.get().version())));
    }

    private static boolean wantsPdf(Call call) {
        return call.context().parsedHeaders().accept().stream().anyMatch(one -> "application/pdf".equals(one.value()));
    }

    private Future<Reply> pdf(Call call) {
        return exports.pdf(call.id("id")).map(made -> switch (made) {
            case ExportQueries.Made.File file -> {
                call.context().response().putHeader("Content-Type", "application/pdf");
                yield Reply.ok(file.bytes());
            }
            case ExportQueries.Made.Missing missing -> missing();
            case ExportQueries.Made.Refused refused -> {
                call.context().response().putHeader("Retry-After", "5");
                yield Reply.problem(503, refused.reason());
            }
        });
    }

    private Future<Reply> begin(Call call) {
        var incident = call.id("id");
        return commands.begin(incident, Asker.of(call.principal()))
                .compose(outcome -> answer(outcome, () -> show(incident)));
    }

    private Future<Reply> write(Call call) {
        var input = call.body(WriteInput.class);
        return act(
                call,
                commands.write(call.id("id"), input.title(), input.body(), call.ifMatch(), Asker.of(call.principal())));
    }

    private Future<Reply> ask(Call call) {
        return act(
                call,
                commands.askForReview(
                        call.id("id"), call.body(AskInput.class).reviewers(), Asker.of(call.principal())));
    }

    private Future<Reply> review(Call call) {
        var input = call.body(ReviewInput.class);
        return act(
                call,
                commands.review(
                        call.id("id"),
                        input.approves(),
                        Objects.requireNonNullElse(input.comment(), ""),
                        Asker.of(call.principal())));
    }

    private Future<Reply> template() {
        return store.template().map(one -> Reply.ok(one, one.version()));
    }

    private Future<Reply> changeTemplate(Call call) {
        return commands.changeTemplate(call.body(TemplateInput.class).body(), call.ifMatch())
                .compose(outcome -> answer(outcome, this::template));
    }

    private Future<Reply> act(Call call, Future<Outcome> done) {
        return done.compose(outcome -> answer(outcome, () -> show(call.id("id"))));
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(outcome, missing(), done);
    }

    private static Reply missing() {
        return Reply.problem(
                404,
                "There is no such incident, or it has no postmortem yet. POST /api/v1/incidents/{id}/postmortem begins one.");
    }
}
