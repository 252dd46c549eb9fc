package dev.belfry.notifier.me;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.contact.ContactCommands;
import dev.belfry.notifier.contact.ContactDraft;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactRoutes;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.contact.VerificationCommands;
import dev.belfry.notifier.rule.ChoiceStore;
import dev.belfry.notifier.rule.NotificationChoice;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /me}: how I want to be reached. */
public final class MePages {
    private static final String HOME = "/me";

    private final Console console;
    private final Database database;
    private final ContactStore contacts;
    private final RuleStore rules;
    private final ChoiceStore choices;
    private final ContactCommands commands;
    private final VerificationCommands verifications;
    private final Ids ids;
    private final InstantSource clock;

    /** What the person typed, and what is wrong with it; nothing typed is lost. */
    private record Typed(String type, String label, String address, List<String> errors) {
        static final Typed NOTHING = new Typed("email", "", "", List.of());
    }

    public MePages(
            Console console,
            Database database,
            ContactStore contacts,
            RuleStore rules,
            ChoiceStore choices,
            ContactCommands commands,
            VerificationCommands verifications,
            Ids ids,
            InstantSource clock) {
        this.console = console;
        this.database = database;
        this.contacts = contacts;
        this.rules = rules;
        this.choices = choices;
        this.commands = commands;
        this.verifications = verifications;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount() {
        console.get(HOME, Role.VIEWER, call -> page(call, Typed.NOTHING, null));
        console.post("/me/contact-methods", Role.VIEWER, this::addMethod);
        console.post("/me/contact-methods/:id/remove", Role.VIEWER, call -> mine(call, this::removeMethod));
        console.post("/me/contact-methods/:id/test", Role.VIEWER, call -> mine(call, method -> test(call, method)));
        console.post("/me/contact-methods/:id/code", Role.VIEWER, call -> mine(call, method -> sendCode(call, method)));
        console.post(
                "/me/contact-methods/:id/verification",
                Role.VIEWER,
                call -> mine(call, method -> confirm(method, call.form("code"))));
        console.post("/me/rules", Role.VIEWER, this::addRule);
        console.post("/me/rules/:id/remove", Role.VIEWER, this::removeRule);
        console.post("/me/choices", Role.VIEWER, this::choose);
    }

    private static UUID me(PageCall call) {
        return Objects.requireNonNull(call.principal().userId(), "a session belongs to a person");
    }

    private Future<Page> page(PageCall call, Typed typed, @Nullable ContactMethod fresh) {
        var me = me(call);
        var methods = contacts.of(me);
        var mine = rules.of(me);
        var choice = choices.of(me);
        return Future.all(methods, mine, choice)
                .map(read -> new Page(
                        typed.errors().isEmpty() ? 200 : 422,
                        "My notifications",
                        "me",
                        "me.jte",
                        Map.of(
                                "methods", methods.result(),
                                "rules", mine.result(),
                                "choice", choice.result(),
                                "secret", fresh == null || fresh.secret() == null ? "" : fresh.secret(),
                                "type", typed.type(),
                                "label", typed.label(),
                                "address", typed.address(),
                                "errors", typed.errors())));
    }

    private Future<PageReply> choose(PageCall call) {
        boolean whenOver = call.form("when-over").equals("yes");
        return database.transact(tx -> choices.save(tx, new NotificationChoice(me(call), whenOver)))
                .compose(saved -> redirect(
                        whenOver
                                ? "You will be told when an incident you were paged for is over."
                                : "You will not be told when an incident is over."));
    }

    private Future<PageReply> addMethod(PageCall call) {
        var type = call.form("type").equals("webhook") ? Channel.WEBHOOK : Channel.EMAIL;
        var label = call.form("label");
        var draft = new ContactDraft(null, type, label.isEmpty() ? null : label, call.form("address"));
        var errors = draft.problems().stream()
                .map(problem ->
                        (problem.pointer().equals("#/label") ? "The label " : "The address ") + problem.detail() + ".")
                .toList();
        if (!errors.isEmpty()) {
            var typed = new Typed(type.word(), label, draft.address(), errors);
            return page(call, typed, null).map(shown -> shown);
        }
        return commands.add(ids.next(), me(call), draft)
                .compose(added -> type == Channel.WEBHOOK
                        ? page(call, Typed.NOTHING, added).map(shown -> shown)
                        : redirect(added.label() + " is added. Send a code to show that it reaches you."));
    }

    private Future<PageReply> removeMethod(ContactMethod method) {
        return commands.remove(method.id()).compose(done -> redirect(method.label() + " is removed."));
    }

    private Future<PageReply> test(PageCall call, ContactMethod method) {
        return commands.test(method.id(), call.principal().name()).compose(tried -> {
            boolean sent = tried.isPresent() && tried.get() instanceof Outcome.Accepted;
            var detail = tried.map(Outcome::detail).orElse("it is gone");
            return redirect(
                    sent
                            ? "The test to " + method.label() + " was sent."
                            : "The test to " + method.label() + " failed: " + detail + ".");
        });
    }

    private Future<PageReply> sendCode(PageCall call, ContactMethod method) {
        return verifications
                .send(method.id(), call.principal().name())
                .compose(sending -> redirect(
                        switch (sending) {
                            case VerificationCommands.Sending.Tried tried ->
                                tried.outcome() instanceof Outcome.Accepted
                                        ? "A code was sent to " + method.label() + ". Enter it here within ten minutes."
                                        : "The code to " + method.label() + " was not sent: "
                                                + tried.outcome().detail() + ".";
                            case VerificationCommands.Sending.TooSoon soon -> ContactRoutes.tooSoon(soon.left());
                            case VerificationCommands.Sending.NotNeeded not -> not.why();
                            case VerificationCommands.Sending.Missing gone -> "There is no such contact method.";
                        }));
    }

    private Future<PageReply> confirm(ContactMethod method, String code) {
        if (!code.matches("\\d{6}")) {
            return redirect("A code has six digits.");
        }
        return verifications
                .confirm(method.id(), code)
                .compose(confirmation -> redirect(
                        switch (confirmation) {
                            case VerificationCommands.Confirmation.Verified verified ->
                                method.label() + " is verified.";
                            case VerificationCommands.Confirmation.Wrong wrong ->
                                "This is not the code that was sent to " + method.label() + "; " + wrong.left()
                                        + " more tries are taken.";
                            case VerificationCommands.Confirmation.NoCode none ->
                                "No code counts at the moment: send one.";
                            case VerificationCommands.Confirmation.Missing gone -> "There is no such contact method.";
                        }));
    }

    private Future<PageReply> addRule(PageCall call) {
        var minutes = call.form("minutes");
        var method = call.form("method");
        if (!minutes.matches("\\d{1,4}") || Integer.parseInt(minutes) > 1_440 || !isUuid(method)) {
            return redirect("The rule was not added: choose a contact method and 0 to 1440 minutes.");
        }
        var rule = new NotificationRule(
                ids.next(), me(call), Duration.ofMinutes(Integer.parseInt(minutes)), UUID.fromString(method));
        return database.transact(tx -> rules.add(tx, rule, clock.instant()))
                .compose(added -> redirect(added ? "The rule is added." : "There is such a rule already."));
    }

    private Future<PageReply> removeRule(PageCall call) {
        if (!isUuid(call.path("id"))) {
            return redirect("There is no such rule.");
        }
        return rules.find(UUID.fromString(call.path("id"))).compose(found -> {
            if (found.isEmpty() || !found.get().user().equals(me(call))) {
                return redirect("There is no such rule.");
            }
            return database.transact(tx -> rules.remove(tx, found.get().id()))
                    .compose(done -> redirect("The rule is removed."));
        });
    }

    private Future<PageReply> mine(PageCall call, Function<ContactMethod, Future<PageReply>> work) {
        if (!isUuid(call.path("id"))) {
            return redirect("There is no such contact method.");
        }
        return contacts.find(UUID.fromString(call.path("id")))
                .compose(found -> found.isPresent() && found.get().user().equals(me(call))
                        ? work.apply(found.get())
                        : redirect("There is no such contact method."));
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    private static Future<PageReply> redirect(String flash) {
        return Future.succeededFuture(PageReply.redirect(HOME, flash));
    }
}
