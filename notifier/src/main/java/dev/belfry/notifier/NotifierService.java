package dev.belfry.notifier;

import dev.belfry.contracts.Topics;
import dev.belfry.notifier.ack.AckCommands;
import dev.belfry.notifier.ack.AckKeyStore;
import dev.belfry.notifier.ack.AckLinks;
import dev.belfry.notifier.ack.AckPages;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.WebhookClient;
import dev.belfry.notifier.contact.ContactCommands;
import dev.belfry.notifier.contact.ContactRoutes;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.notifier.contact.VerificationCommands;
import dev.belfry.notifier.delivery.DeliveryRoutes;
import dev.belfry.notifier.delivery.DeliveryTimer;
import dev.belfry.notifier.delivery.DispatchCommands;
import dev.belfry.notifier.delivery.IncidentConsumer;
import dev.belfry.notifier.delivery.PageConsumer;
import dev.belfry.notifier.directory.Directory;
import dev.belfry.notifier.guard.GuardStore;
import dev.belfry.notifier.me.MePages;
import dev.belfry.notifier.notice.NoticeService;
import dev.belfry.notifier.page.PageStore;
import dev.belfry.notifier.rule.RuleRoutes;
import dev.belfry.notifier.rule.RuleStore;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import java.security.SecureRandom;

/** Wires the notifier. */
public final class NotifierService {
    public static final String MIGRATIONS = "db/notifier";
    private static final int KEY_BYTES = 32;

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
        var channels = channels(host, settings);
        // Connections of their own: a team's digest must not stand in front of a page.
        var noticeChannels = channels(host, settings);
        var contacts = new ContactStore(database, host.ids());
        var rules = new RuleStore(database);
        var pages = new PageStore(database);
        var guards = new GuardStore(database);

        var proposed = new byte[KEY_BYTES];
        random.nextBytes(proposed);
        var key = new AckKeyStore(database).keepFirst(proposed).await();
        var links = new AckLinks(settings.host().consoleUrl(), key);
        var dispatch = new DispatchCommands(
                vertx, database, pages, guards, contacts, channels, links, clock, random, host.metrics());
        host.consume(Topics.PAGES.name(), new PageConsumer(pages, contacts, rules, guards, dispatch, clock));
        host.consume(Topics.INCIDENTS.name(), new IncidentConsumer(guards, dispatch, clock));
        var timer = new DeliveryTimer(dispatch);
        host.timer(DeliveryTimer.kind(), timer);
        timer.start(vertx);
        NoticeService.wire(host, contacts, noticeChannels);

        var contactCommands = new ContactCommands(database, contacts, channels, clock, host.ids(), random);
        var verifications =
                new VerificationCommands(database, contacts, noticeChannels, clock, host.ids(), random, key);
        var api = Api.load(host, "openapi/notifier.yaml");
        new ContactRoutes(contacts, contactCommands, verifications, channels, directory::name).mount(api);
        new RuleRoutes(database, rules, contacts, clock).mount(api);
        new DeliveryRoutes(database).mount(api);
        api.mount();

        var console = new Console(host, "dev.belfry.notifier.pages");
        var ackCommands = new AckCommands(vertx, database, guards, directory, clock);
        new AckPages(console, pages, ackCommands, directory, key, clock).mount();
        new MePages(console, database, contacts, rules, contactCommands, verifications, host.ids(), clock).mount();
        host.onStop(() -> dispatch.stop().eventually(channels::close).eventually(noticeChannels::close));
    }

    private static ChannelClient channels(Host host, Settings settings) {
        return new ChannelClient(
                new EmailClient(host.vertx(), settings.mail()),
                new WebhookClient(host.vertx(), settings.allowPrivateWebhooks(), host.clock()),
                host.clock());
    }
}
