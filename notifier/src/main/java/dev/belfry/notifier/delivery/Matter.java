package dev.belfry.notifier.delivery;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import java.util.UUID;

/** What a delivery brings to somebody: a page, or a notice that asks for no acknowledge. */
public sealed interface Matter {
    UUID id();

    UUID user();

    record OfPage(Page page) implements Matter {
        @Override
        public UUID id() {
            return page.id();
        }

        @Override
        public UUID user() {
            return page.userId();
        }
    }

    record OfNotice(NoticeRequest notice) implements Matter {
        @Override
        public UUID id() {
            return notice.id();
        }

        @Override
        public UUID user() {
            return notice.userId();
        }
    }
}
