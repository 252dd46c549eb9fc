package dev.belfry.oncall.identity.directory;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.platform.database.Message;

/** The messages of {@code notices.v1}, which the notifier brings to people. */
public final class Notices {
    private Notices() {}

    public static Message of(NoticeRequest notice) {
        var person = notice.userId().toString();
        return new Message(notice.id(), Topics.NOTICES.name(), person, NoticeRequest.TYPE, person, notice);
    }
}
