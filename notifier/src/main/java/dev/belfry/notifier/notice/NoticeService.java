package dev.belfry.notifier.notice;

import dev.belfry.contracts.Topics;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.contact.ContactStore;
import dev.belfry.platform.run.Host;

/** Puts the lane of notices together. */
public final class NoticeService {
    private NoticeService() {}

    public static void wire(Host host, ContactStore contacts, ChannelClient channels) {
        var store = new NoticeStore(host.database());
        var timer = new NoticeTimer(
                host.database(), store, contacts, channels, host.settings().consoleUrl(), host.clock(), host.metrics());
        host.consume(Topics.NOTICES.name(), new NoticeConsumer(store));
        host.timer(NoticeTimer.KIND, timer);
        timer.start(host.vertx());
    }
}
