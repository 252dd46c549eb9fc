package dev.belfry.notifier.me;

import dev.belfry.contracts.incident.Urgency;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelState;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.contact.ContactCommands;
import dev.belfry.notifier.contact.ContactDraft;
import dev.belfry.notifier.contact.ContactMethod;
import dev.belfry.notifier.contact.ContactRoutes;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.contact.VerificationCommands;
import dev.belfry.notifier.contact.Way;
import dev.belfry.notifier.delivery.DeliveryListStore;
import dev.belfry.notifier.rule.ChoiceStore;
import dev.belfry.notifier.rule.NotificationChoice;
import dev.belfry.notifier.rule.NotificationRule;
import dev.belfry.notifier.rule.QuietHours;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.notifier.rule.Rules;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /me}: how I want to be reached. */
public final class MePages {
    private static final String HOME = "/me";
    private static final String GONE = "There is no such contact method any more.";
    private static final int MOST_DELIVERIES = 10;

    private final Console console;
    private final Database database;
    private final ContactStore contacts;
    private final RuleStore rules;
    private final ChoiceStore choices;
    private final ContactCommands commands;
    private final VerificationCommands verifications;
    private final DeliveryListStore deliveries;
    private final Supplier<List<ChannelState>> states;
    private final Ids ids;
    private final InstantSource clock;

    /** What the person typed, and what is wrong with it; nothing typed is lost. */
    private record Typed(Channel type, String label, String address, Map<String, String> errors) {}

    /** A code that was not taken, and why. */
    private record WrongCode(UUID method, String why) {}

    public MePages(
            Console console,
            Database database,
            ContactStore contacts,
            RuleStore rules,
            ChoiceStore choices,
            ContactCommands commands,
            VerificationCommands verifications,
            DeliveryListStore deliveries,
            Supplier<List<ChannelState>> states,
            Ids ids,
            InstantSource clock) {
        this.states = states;
        this.console = console;
        this.database = database;
        this.contacts = contacts;
        this.rules = rules;
        this.choices = choices;
        this.commands = commands;
        this.verifications = verifications;
        this.deliveries = deliveries;
        this.ids = ids;
        this.clock = clock;
    }

    public void mount() {
        console.get(HOME, Role.VIEWER, call -> page(call, null, null));
        console.get("/me/contact-methods/new", Role.VIEWER, call -> Future.succeededFuture(newMethod(call)));
        console.get("/me/rules/new", Role.VIEWER, call -> ruleForm(call, "", "5", "", ""));
        console.post("/me/contact-methods", Role.VIEWER, this::addMethod);
        console.post("/me/contact-methods/:id/remove", Role.VIEWER, call -> mine(call, this::removeMethod));
        console.post("/me/contact-methods/:id/test", Role.VIEWER, call -> mine(call, method -> test(call, method)));
        console.post("/me/contact-methods/:id/code", Role.VIEWER, call -> mine(call, method -> sendCode(call, method)));
        console.post(
                "/me/contact-methods/:id/verification",
                Role.VIEWER,
                call -> mine(call, method -> confirm(call, method, call.form("code"))));
        console.post("/me/rules", Role.VIEWER, this::addRule);
        console.post("/me/rules/:id/remove", Role.VIEWER, this::removeRule);
        console.post("/me/choices", Role.VIEWER, this::choose);
    }

    private static UUID me(PageCall call) {
        return Objects.requireNonNull(call.principal().userId(), "a session belongs to a person");
    }

    private Future<Page> page(PageCall call, @Nullable ContactMethod fresh, @Nullable WrongCode wrong) {
        var me = me(call);
        var methods = contacts.of(me);
        var mine = rules.of(me);
        var choice = choices.of(me);
        var sent = deliveries.list(DeliveryListStore.Filter.of(me), null, MOST_DELIVERIES);
        return Future.all(methods, mine, choice, sent).map(read -> {
            Map<String, Object> params = new HashMap<>();
            params.put("methods", methods.result());
            params.put("rules", mine.result());
            // What happens without a rule that leads anywhere is drawn as well.
            params.put(
                    "usual",
                    mine.result().isEmpty() ? Rules.plan(List.of(), methods.result(), Urgency.HIGH) : List.of());
            params.put("choice", choice.result());
            params.put("deliveries", sent.result());
            params.put("me", me.toString());
            params.put("secret", fresh == null || fresh.secret() == null ? "" : fresh.secret());
            params.put("wrongMethod", wrong == null ? "" : wrong.method().toString());
            params.put("wrongCode", wrong == null ? "" : wrong.why());
            return new Page(wrong == null ? 200 : 422, "My notifications", "me", "me.jte", params);
        });
    }

    /** First the way is chosen, then what it needs is asked for. */
    private Page newMethod(PageCall call) {
        var named = call.query("type");
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.word().equals(named))
                .findFirst()
                .map(channel -> methodForm(new Typed(channel, "", "", Map.of())))
                .orElseGet(() -> new Page(
                        200,
                        "Add a contact method",
                        "me",
                        "me-ways.jte",
                        Map.of("states", states.get(), "admin", call.view().may(Role.ADMIN))));
    }

    private static Page methodForm(Typed typed) {
        return new Page(
                typed.errors().isEmpty() ? 200 : 422,
                "Add " + typed.type().title(),
                "me",
                "me-method.jte",
                Map.of(
                        "type", typed.type(),
                        "way", Way.of(typed.type()),
                        "label", typed.label(),
                        "address", typed.address(),
                        "errors", typed.errors()));
    }

    private Future<Page> ruleForm(PageCall call, String method, String minutes, String urgency, String error) {
        return contacts.of(me(call))
                .map(methods -> new Page(
                        error.isEmpty() ? 200 : 422,
                        "Add a step",
                        "me",
                        "me-rule.jte",
                        Map.of(
                                "methods", methods,
                                "method", method,
                                "minutes", minutes,
                                "urgency", urgency,
                                "error", error)));
    }

    private Future<PageReply> choose(PageCall call) {
        boolean whenOver = call.form("when-over").equals("yes");
        boolean hushed = call.form("quiet").equals("yes");
        var quiet = hushed ? QuietHours.read(call.form("quiet-from"), call.form("quiet-to")) : null;
        if (hushed && quiet == null) {
            return refused("Nothing was saved: quiet hours are two different times, such as 22:00 and 07:30.");
        }
        return database.transact(tx -> choices.save(tx, new NotificationChoice(me(call), whenOver, quiet)))
                .compose(saved -> redirect((whenOver
                                ? "You will be told when an incident you were paged for is over."
                                : "You will not be told when an incident is over.")
                        + (quiet == null
                                ? ""
                                : " What can wait is held from " + quiet.from() + " to " + quiet.to() + ".")));
    }

    private Future<PageReply> addMethod(PageCall call) {
        Channel type;
        try {
            type = Channel.of(call.form("type"));
        } catch (IllegalArgumentException unknown) {
            return refused("There is no such kind of contact method.");
        }
        var label = call.form("label");
        var secret = call.form("secret");
        var draft = new ContactDraft(
                null, type, label.isEmpty() ? null : label, call.form("address"), secret.isEmpty() ? null : secret);
        Map<String, String> errors = new LinkedHashMap<>();
        draft.newProblems()
                .forEach(problem -> errors.putIfAbsent(problem.pointer().substring(2), "It " + problem.detail() + "."));
        if (!errors.isEmpty()) {
            return Future.succeededFuture(methodForm(new Typed(type, label, draft.address(), errors)));
        }
        return commands.add(ids.next(), me(call), draft)
                .compose(added -> type == Channel.WEBHOOK
                        ? page(call, added, null).map(shown -> shown)
                        : redirect(added.label() + " is added. Send a code to show that it reaches you."));
    }

    private Future<PageReply> removeMethod(ContactMethod method) {
        return commands.remove(method.id()).compose(done -> redirect(method.label() + " is removed."));
    }

    private Future<PageReply> test(PageCall call, ContactMethod method) {
        return commands.test(method.id(), call.principal().name()).compose(tried -> {
            boolean sent = tried.isPresent() && tried.get() instanceof Outcome.Accepted;
            var detail = tried.map(Outcome::detail).orElse("it is gone");
            return sent
                    ? redirect("The test to " + method.label() + " was sent.")
                    : refused("The test to " + method.label() + " failed: " + detail + ".");
        });
    }

    private Future<PageReply> sendCode(PageCall call, ContactMethod method) {
        return verifications.send(method.id(), call.principal().name()).compose(sending -> switch (sending) {
            case VerificationCommands.Sending.Tried tried ->
                tried.outcome() instanceof Outcome.Accepted
                        ? redirect("A code was sent to " + method.label() + ". Enter it here within ten minutes.")
                        : refused("The code to " + method.label() + " was not sent: "
                                + tried.outcome().detail() + ".");
            case VerificationCommands.Sending.TooSoon soon -> refused(ContactRoutes.tooSoon(soon.left()));
            case VerificationCommands.Sending.NotNeeded not -> refused(not.why());
            case VerificationCommands.Sending.Missing gone -> refused(GONE);
        });
    }

    private Future<PageReply> confirm(PageCall call, ContactMethod method, String code) {
        if (!code.matches("\\d{6}")) {
            return wrong(call, method, "A code has six digits.");
        }
        return verifications.confirm(method.id(), code).compose(confirmation -> switch (confirmation) {
            case VerificationCommands.Confirmation.Verified verified ->
                redirect(method.label() + " is verified: pages reach you there.");
            case VerificationCommands.Confirmation.Wrong wrong ->
                wrong(
                        call,
                        method,
                        "This is not the code that was sent. You have " + wrong.left()
                                + (wrong.left() == 1 ? " more try." : " more tries."));
            case VerificationCommands.Confirmation.NoCode none ->
                wrong(call, method, "This code no longer counts. Send a new one.");
            case VerificationCommands.Confirmation.Missing gone -> refused(GONE);
        });
    }

    private Future<PageReply> wrong(PageCall call, ContactMethod method, String why) {
        return page(call, null, new WrongCode(method.id(), why)).map(page -> page);
    }

    private Future<PageReply> addRule(PageCall call) {
        var minutes = call.form("minutes");
        var method = call.form("method");
        var urgency = call.form("urgency");
        if (!minutes.matches("\\d{1,4}") || Integer.parseInt(minutes) > 1_440 || !isUuid(method)) {
            return ruleForm(call, method, minutes, urgency, "Choose a contact method and 0 to 1440 minutes.")
                    .map(page -> page);
        }
        var rule = new NotificationRule(
                ids.next(),
                me(call),
                Duration.ofMinutes(Integer.parseInt(minutes)),
                UUID.fromString(method),
                switch (urgency) {
                    case "high" -> Urgency.HIGH;
                    case "low" -> Urgency.LOW;
                    default -> null;
                });
        return database.transact(tx -> rules.add(tx, rule, clock.instant()))
                .compose(added -> added
                        ? redirect("The step is added.")
                        : ruleForm(call, method, minutes, urgency, "There is such a step already.")
                                .map(page -> page));
    }

    private Future<PageReply> removeRule(PageCall call) {
        if (!isUuid(call.path("id"))) {
            return refused("There is no such step any more.");
        }
        return rules.find(UUID.fromString(call.path("id"))).compose(found -> {
            if (found.isEmpty() || !found.get().user().equals(me(call))) {
                return refused("There is no such step any more.");
            }
            return database.transact(tx -> rules.remove(tx, found.get().id()))
                    .compose(done -> redirect("The step is removed."));
        });
    }

    private Future<PageReply> mine(PageCall call, Function<ContactMethod, Future<PageReply>> work) {
        if (!isUuid(call.path("id"))) {
            return refused(GONE);
        }
        return contacts.find(UUID.fromString(call.path("id")))
                .compose(found -> found.isPresent() && found.get().user().equals(me(call))
                        ? work.apply(found.get())
                        : refused(GONE));
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    private static Future<PageReply> refused(String why) {
        return Future.succeededFuture(PageReply.warning(HOME, Flash.Kind.REFUSED, why));
    }

    private static Future<PageReply> redirect(String flash) {
        return Future.succeededFuture(PageReply.redirect(HOME, flash));
    }
}
