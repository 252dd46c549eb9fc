package dev.belfry.notifier;

import dev.belfry.contracts.Topics;
import dev.belfry.notifier.account.AccountBook;
import dev.belfry.notifier.account.AccountCommands;
import dev.belfry.notifier.account.AccountPages;
import dev.belfry.notifier.account.AccountRoutes;
import dev.belfry.notifier.account.AccountStore;
import dev.belfry.notifier.ack.AckCommands;
import dev.belfry.notifier.ack.AckKeyStore;
import dev.belfry.notifier.ack.AckLinks;
import dev.belfry.notifier.ack.AckPages;
import dev.belfry.notifier.answer.AnswerCommands;
import dev.belfry.notifier.answer.AnswerStore;
import dev.belfry.notifier.answer.SlackCommands;
import dev.belfry.notifier.answer.SlackRoutes;
import dev.belfry.notifier.answer.SlackSweep;
import dev.belfry.notifier.answer.TelegramSweep;
import dev.belfry.notifier.answer.TwilioRoutes;
import dev.belfry.notifier.call.CallClient;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.ChannelFigures;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.channel.Wire;
import dev.belfry.notifier.contact.ContactCommands;
import dev.belfry.notifier.contact.ContactRoutes;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.contact.VerificationCommands;
import dev.belfry.notifier.contact.VerificationStore;
import dev.belfry.notifier.delivery.DeliveryListStore;
import dev.belfry.notifier.delivery.DeliveryMetrics;
import dev.belfry.notifier.delivery.DeliveryPages;
import dev.belfry.notifier.delivery.DeliveryRoutes;
import dev.belfry.notifier.delivery.LaneName;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.edit.EditStore;
import dev.belfry.notifier.edit.EditSweep;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.guard.IncidentConsumer;
import dev.belfry.notifier.lane.LaneCommands;
import dev.belfry.notifier.lane.LaneSweep;
import dev.belfry.notifier.lane.Lanes;
import dev.belfry.notifier.me.MePages;
import dev.belfry.notifier.outcome.OutcomeCommands;
import dev.belfry.notifier.over.OverSweep;
import dev.belfry.notifier.page.NoticeStore;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.notifier.plan.NoticeCommands;
import dev.belfry.notifier.plan.NoticeConsumer;
import dev.belfry.notifier.plan.PageConsumer;
import dev.belfry.notifier.rule.ChoiceStore;
import dev.belfry.notifier.rule.RuleRoutes;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.notifier.seal.Keyring;
import dev.belfry.notifier.seal.Seal;
import dev.belfry.notifier.seal.SealSweep;
import dev.belfry.notifier.wire.Wires;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.BadSettings;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Wires the notifier. */
public final class NotifierService {
    public static final String MIGRATIONS = "db/notifier";
    private static final int KEY_BYTES = 32;
    /** To one provider over HTTP at most; no lane has more slots. */
    private static final int CONNECTIONS = 64;

    private static final Map<Channel, Wire> WIRES = Wires.all();
    private static final int NOTICE_SLOTS = 8;
    /** Tests and codes, which somebody waits for at the door. */
    private static final int DIRECT_CALLS = 8;
    /** Words to who has pressed a button. */
    private static final int ANSWER_CALLS = 8;

    private NotifierService() {}

    /** Blocking; the host it answers is ready. */
    public static Host start(Settings settings) {
        var host = Host.open(settings.host(), MIGRATIONS);
        try {
            wire(host, settings);
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
        host.start();
        return host;
    }

    private static void wire(Host host, Settings settings) {
        var vertx = host.vertx();
        var database = host.database();
        var clock = host.clock();
        var random = new SecureRandom();

        var directory = new Directory();
        host.table(Topics.DIRECTORY.name(), directory::learn);
        var seal = new Seal(settings.keys(), random);
        var contacts = new ContactStore(database, host.ids(), seal);
        var accounts = new AccountStore(database, seal);
        openable(settings.keys(), contacts, accounts);
        var book = new AccountBook(clock);
        int connections = settings.mail().connections();
        var channels = channels(host, settings, book, connections, CONNECTIONS);
        // Connections of their own: a team's digest must not stand in front of a page.
        var noticeChannels = channels(host, settings, book, NOTICE_SLOTS + DIRECT_CALLS, CONNECTIONS);
        var accountCommands = new AccountCommands(database, accounts, book, noticeChannels, host.ids(), clock);
        accountCommands.reload().await();
        host.sweep("accounts", AccountCommands.EVERY, accountCommands::reload);
        var seals = new SealSweep(database, List.of(contacts::renew, accounts::renew));
        host.sweep("seals", SealSweep.EVERY, seals::run);
        var rules = new RuleStore(database);
        var choices = new ChoiceStore(database);
        var pages = new PageStore(database);
        var guards = new GuardStore(database);

        var proposed = new byte[KEY_BYTES];
        random.nextBytes(proposed);
        var key = new AckKeyStore(database, seal).keepFirst(proposed).await();
        var links = new AckLinks(settings.host().consoleUrl(), key);
        var metrics = new DeliveryMetrics(host.metrics());
        var edits = new EditStore(database, seal);
        var outcomes = new OutcomeCommands(vertx, database, contacts, clock, random, metrics, host.metrics());
        var lanes = lanes(
                host,
                settings,
                seal,
                Map.of(false, channels, true, noticeChannels),
                directory,
                guards,
                links,
                edits::first,
                outcomes,
                metrics);
        var sweep = new LaneSweep(database, lanes);
        outcomes.onHastened(sweep::run);
        // What was acknowledged while nobody was here is known before the first page goes out.
        host.consumeAfter(
                Topics.PAGES.name(),
                Set.of(Topics.INCIDENTS),
                new PageConsumer(
                        pages,
                        contacts,
                        rules,
                        choices,
                        directory::zone,
                        guards,
                        lanes,
                        metrics,
                        settings.pageLife(),
                        clock));
        var notices = new NoticeCommands(contacts, lanes, metrics, clock);
        host.consume(Topics.NOTICES.name(), new NoticeConsumer(notices));
        // The log tells every replica; the inbox, while Kafka is silent, tells one.
        var acks = new AckCommands(database, guards, directory, clock);
        host.tail(Topics.INCIDENTS.name(), acks::learn);
        host.consume(Topics.INCIDENTS.name(), new IncidentConsumer(guards, metrics, clock, acks::learn));
        host.sweep("lanes", LaneSweep.EVERY, sweep::run);
        var editing = new EditSweep(edits, noticeChannels, links, directory::zone, clock);
        host.sweep("edits", EditSweep.EVERY, editing::run);
        var over = new OverSweep(database, notices, directory::zone, clock);
        host.sweep("over", OverSweep.EVERY, over::run);
        host.sweep("late-pages", Duration.ofSeconds(1), outcomes::defer);
        host.republish(Topics.DIRECTORY, contacts::republish);
        retain(host, settings.kept());

        doors(
                host,
                settings,
                new Parts(
                        directory,
                        seal,
                        contacts,
                        accounts,
                        book,
                        accountCommands,
                        rules,
                        choices,
                        pages,
                        acks,
                        channels,
                        noticeChannels),
                key);
        host.onStop(() -> Future.join(
                        lanes.all().values().stream().map(LaneCommands::stop).toList())
                .eventually(outcomes::stop)
                .eventually(channels::close)
                .eventually(noticeChannels::close)
                .mapEmpty());
    }

    /** What the doors lead to. */
    private record Parts(
            Directory directory,
            Seal seal,
            ContactStore contacts,
            AccountStore accounts,
            AccountBook book,
            AccountCommands accountCommands,
            RuleStore rules,
            ChoiceStore choices,
            PageStore pages,
            AckCommands acks,
            ChannelClient channels,
            ChannelClient noticeChannels) {}

    /** The API, the console, and what providers call. */
    private static void doors(Host host, Settings settings, Parts parts, byte[] key) {
        var database = host.database();
        var clock = host.clock();
        var random = new SecureRandom();
        var contactCommands =
                new ContactCommands(database, parts.contacts(), parts.channels(), clock, host.ids(), random);
        var verifications = new VerificationCommands(
                database, parts.contacts(), parts.noticeChannels(), clock, host.ids(), random, key);
        var api = Api.load(host, "openapi/notifier.yaml");
        new ContactRoutes(parts.contacts(), contactCommands, verifications, parts.channels(), parts.directory()::name)
                .mount(api);
        new RuleRoutes(database, parts.rules(), parts.choices(), parts.contacts(), clock).mount(api);
        new DeliveryRoutes(database).mount(api);
        new AccountRoutes(parts.accounts(), parts.accountCommands(), parts.book()).mount(api);
        api.mount();

        var console = new Console(host, "dev.belfry.notifier.pages");
        new AckPages(console, parts.pages(), parts.acks(), parts.directory(), key, clock).mount();
        new MePages(
                        console,
                        database,
                        parts.contacts(),
                        parts.rules(),
                        parts.choices(),
                        contactCommands,
                        verifications,
                        new DeliveryListStore(database),
                        parts.channels()::states,
                        host.ids(),
                        clock)
                .mount();
        answers(host, settings, parts, key);
        new DeliveryPages(console, new DeliveryListStore(database), parts.directory()::name).mount();
        new AccountPages(
                        console,
                        parts.accounts(),
                        parts.accountCommands(),
                        parts.book(),
                        parts.channels()::states,
                        host.ids(),
                        settings.host().consoleUrl())
                .mount();
    }

    /** What comes back through providers: over HTTP, where they reach us, and over connections that we open. */
    private static void answers(Host host, Settings settings, Parts parts, byte[] key) {
        var clock = host.clock();
        var store = new AnswerStore(host.database(), parts.seal());
        var commands = new AnswerCommands(store, parts.acks(), parts.directory(), clock);
        new TwilioRoutes(settings.host().consoleUrl(), parts.book(), store, parts.pages(), commands, key, clock)
                .mount(host.router());
        var providers = new ProviderClient(host.vertx(), settings.egress(), ANSWER_CALLS, settings.limits());
        var slack = new SlackCommands(commands, providers);
        new SlackRoutes(parts.book(), slack, clock).mount(host.router());
        var sockets = new SlackSweep(host.vertx(), providers, slack, parts.book(), new SecureRandom());
        host.sweep("slack-sockets", SlackSweep.EVERY, sockets::run);
        var telegram = new TelegramSweep(
                host.database(), providers, commands, parts.book(), host.ids().next(), clock);
        host.sweep("telegram-answers", TelegramSweep.EVERY, telegram::run);
        host.onStop(() -> sockets.close().eventually(telegram::close).eventually(providers::close));
    }

    /** Deliveries and attempts go with their page or notice. */
    private static void retain(Host host, Duration kept) {
        host.retain("pages", kept, PageStore.EXPIRE);
        host.retain("notices", kept, NoticeStore.EXPIRE);
        host.retain("guards", kept, GuardStore.EXPIRE);
        host.retain("codes", Duration.ofDays(1), VerificationStore.EXPIRE);
    }

    /** A lane for pages and one for notices, for each channel. */
    private static Lanes lanes(
            Host host,
            Settings settings,
            Seal seal,
            Map<Boolean, ChannelClient> channels,
            Directory directory,
            GuardStore guards,
            AckLinks links,
            CallClient.Threads threads,
            OutcomeCommands outcomes,
            DeliveryMetrics metrics) {
        Map<Channel, ChannelFigures> figures = new EnumMap<>(Channel.class);
        figures.put(Channel.EMAIL, ChannelFigures.email(settings.mail().connections()));
        WIRES.forEach(
                (channel, wire) -> figures.put(channel, ChannelFigures.http(channel, CONNECTIONS, wire.repeats())));
        Map<LaneName, LaneCommands> all = new LinkedHashMap<>();
        channels.forEach((notices, client) -> {
            var calls =
                    new CallClient(client, links, settings.host().consoleUrl(), directory::zone, threads, host.clock());
            figures.forEach((channel, own) -> {
                var name = new LaneName(channel, notices);
                all.put(
                        name,
                        new LaneCommands(
                                host.vertx(),
                                host.database(),
                                seal,
                                name,
                                notices ? own.withSlots(NOTICE_SLOTS) : own,
                                settings.digestWindow(),
                                guards,
                                calls,
                                outcomes,
                                host.clock(),
                                metrics,
                                host.metrics()));
            });
        });
        return new Lanes(all, figures, settings.digestWindow());
    }

    private static ChannelClient channels(Host host, Settings settings, AccountBook book, int mails, int connections) {
        return new ChannelClient(
                new EmailClient(host.vertx(), settings.mail(), mails, settings.limits()),
                new ProviderClient(host.vertx(), settings.egress(), connections, settings.limits()),
                WIRES,
                book,
                host.clock());
    }

    /** What was sealed under a key that is gone reaches nobody: that is said at the start, not at the first page. */
    private static void openable(Keyring keys, ContactStore contacts, AccountStore accounts) {
        var needed = new TreeSet<>(contacts.keys().await());
        needed.addAll(accounts.keys().await());
        needed.removeAll(keys.ids());
        if (!needed.isEmpty()) {
            throw new BadSettings(List.of("BELFRY_SEAL_KEYS: addresses and secrets are sealed under the keys " + needed
                    + ", which are not among them (expected: the keys of earlier starts too, after the new one)"));
        }
    }
}
