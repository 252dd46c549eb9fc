package dev.belfry.notifier.rule;

import dev.belfry.notifier.contact.ContactRoutes;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /notification-rules} and {@code /notification-choices}: responders change their own and read those of others, admins
 * change anybody's.
 */
public final class RuleRoutes {
    private record ChoiceDraft(
            @Nullable UUID user, boolean whenOver, @Nullable Hours quietHours) {}

    /** Quiet hours as they are written. */
    record Hours(String from, String to) {}

    /** The choices as the API shows them. */
    record Shown(UUID user, boolean whenOver, @Nullable Hours quietHours) {
        static Shown of(NotificationChoice choice) {
            var quiet = choice.quiet();
            return new Shown(
                    choice.user(),
                    choice.whenOver(),
                    quiet == null
                            ? null
                            : new Hours(quiet.from().toString(), quiet.to().toString()));
        }
    }

    private final Database database;
    private final RuleStore store;
    private final ChoiceStore choices;
    private final ContactStore contacts;
    private final InstantSource clock;

    public RuleRoutes(
            Database database, RuleStore store, ChoiceStore choices, ContactStore contacts, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.choices = choices;
        this.contacts = contacts;
        this.clock = clock;
    }

    public void mount(Api api) {
        api.on("listNotificationRules", Role.RESPONDER, this::list)
                .on("createNotificationRule", Role.RESPONDER, this::create)
                .on("deleteNotificationRule", Role.RESPONDER, this::delete)
                .on("getNotificationChoices", Role.RESPONDER, this::chosen)
                .on("updateNotificationChoices", Role.RESPONDER, this::choose);
    }

    private Future<Reply> chosen(Call call) {
        var named = call.query("user");
        var user = ContactRoutes.subject(call, named == null ? null : UUID.fromString(named));
        return user == null
                ? Future.succeededFuture(ContactRoutes.whose())
                : choices.of(user).map(choice -> Reply.ok(Shown.of(choice)));
    }

    private Future<Reply> choose(Call call) {
        var draft = call.body(ChoiceDraft.class);
        var user = ContactRoutes.subject(call, draft.user());
        if (user == null) {
            return Future.succeededFuture(ContactRoutes.whose());
        }
        if (!ContactRoutes.mayChange(call.principal(), user)) {
            return Future.succeededFuture(ContactRoutes.notYours());
        }
        var hours = draft.quietHours();
        var quiet = hours == null ? null : QuietHours.read(hours.from(), hours.to());
        if (hours != null && quiet == null) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("#/quietHours", "must be two different times such as 22:00 and 07:30")));
        }
        var choice = new NotificationChoice(user, draft.whenOver(), quiet);
        return database.transact(tx -> choices.save(tx, choice)).map(saved -> Reply.ok(Shown.of(choice)));
    }

    private Future<Reply> list(Call call) {
        var named = call.query("user");
        var user = ContactRoutes.subject(call, named == null ? null : UUID.fromString(named));
        return user == null
                ? Future.succeededFuture(ContactRoutes.whose())
                : store.of(user).map(rules -> Reply.list(call, rules, null));
    }

    private Future<Reply> create(Call call) {
        var draft = call.body(RuleDraft.class);
        var user = ContactRoutes.subject(call, draft.user());
        if (user == null) {
            return Future.succeededFuture(ContactRoutes.whose());
        }
        if (!ContactRoutes.mayChange(call.principal(), user)) {
            return Future.succeededFuture(ContactRoutes.notYours());
        }
        var delay = draft.parsedDelay();
        if (delay == null) {
            return Future.succeededFuture(Reply.invalid(
                    new Problem.Field("#/delay", "must be an ISO 8601 duration from PT0S to PT24H, such as PT5M")));
        }
        var rule = new NotificationRule(call.newId(), user, delay, draft.contactMethod(), draft.urgency());
        return contacts.find(rule.contactMethod()).compose(method -> {
            if (method.isEmpty() || !method.get().user().equals(user)) {
                return Future.succeededFuture(Reply.invalid(
                        new Problem.Field("#/contactMethod", "must be a contact method of the same person")));
            }
            return database.transact(tx -> store.add(tx, rule, clock.instant()))
                    .map(added -> added
                            ? Reply.created("/api/v1/notification-rules/" + rule.id(), rule, 1)
                            : Reply.conflict("There is such a rule already."));
        });
    }

    private Future<Reply> delete(Call call) {
        return store.find(call.id("id")).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Reply.notFound("notification rule", "/api/v1/notification-rules"));
            }
            return ContactRoutes.mayChange(call.principal(), found.get().user())
                    ? database.transact(tx -> store.remove(tx, found.get().id()))
                            .map(done -> Reply.noContent())
                    : Future.succeededFuture(ContactRoutes.notYours());
        });
    }
}
