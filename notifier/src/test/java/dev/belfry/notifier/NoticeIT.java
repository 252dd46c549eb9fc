package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.testing.Engines;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people are told that is no page, by a real SMTP server. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticeIT {
    private Stand stand;

    @BeforeAll
    void open() {
        stand = Stand.get();
    }

    private NoticeRequest tell(Stand.Person person, String subject) {
        var notice = new NoticeRequest(
                UUID.randomUUID(),
                person.id(),
                "shift.begins",
                subject,
                "Your shift begins <soon>.\nBe ready.",
                "/on-call",
                Instant.now());
        stand.tell(Topics.NOTICES.name(), person.id().toString(), NoticeRequest.TYPE, notice);
        return notice;
    }

    private String status(NoticeRequest notice) {
        var rows = stand.sql("select status from delivery where notice_id = $1", Tuple.of(notice.id()));
        return rows.isEmpty() ? "" : rows.getFirst().getString("status");
    }

    @Test
    void aNoticeIsOneMailHoweverOftenItIsAskedFor() throws Exception {
        var ann = stand.mailed("Ann");
        var notice = tell(ann, "You are on call from 09:00");
        var mail = stand.awaitMail(ann);
        assertThat(mail.getSubject()).isEqualTo("You are on call from 09:00");
        Stand.soon(() -> assertThat(status(notice)).isEqualTo("sent"));

        stand.tell(Topics.NOTICES.name(), ann.id().toString(), NoticeRequest.TYPE, notice);
        var last = tell(ann, "The next one");
        Stand.soon(() -> assertThat(status(last)).isEqualTo("sent"));
        Stand.soon(() -> assertThat(stand.mailOf(ann)).hasSize(2));
    }

    @Test
    void whoCannotBeReachedIsWrittenDown() {
        var bob = stand.person("Bob");
        var notice = tell(bob, "Nobody hears this");
        Stand.soon(() -> assertThat(status(notice)).isEqualTo("undeliverable"));
    }

    @Test
    void whatIsConfidentialGoesToAVerifiedAddressAndToNothingElse() {
        var ann = stand.mailed("Ann");
        try (var receiver = new Receiver()) {
            stand.post("/api/v1/contact-methods", ann.token(), Map.of("type", "webhook", "address", receiver.url()));
            stand.sql(
                    "update contact_method set verified_at = now() where user_id = $1 and type = 'webhook'",
                    Tuple.of(ann.id()));
            var early = confidential(ann, "Too early");
            Stand.soon(() -> assertThat(status(early)).isEqualTo("undeliverable"));

            stand.sql("update contact_method set verified_at = now() where user_id = $1", Tuple.of(ann.id()));
            var notice = confidential(ann, "Only for you");
            Stand.soon(() -> assertThat(status(notice)).isEqualTo("sent"));
            assertThat(stand.mailOf(ann)).hasSize(1);
            assertThat(receiver.taken).isEmpty();
        }
    }

    private NoticeRequest confidential(Stand.Person person, String subject) {
        var notice = new NoticeRequest(
                UUID.randomUUID(), person.id(), "sign-in.link", subject, "Sign in.", "/sign-in", Instant.now(), true);
        stand.tell(Topics.NOTICES.name(), person.id().toString(), NoticeRequest.TYPE, notice);
        return notice;
    }

    /** The process died during the call: told twice is worse than told late, where the provider cannot know. */
    @Test
    void aNoticeThatMayHaveArrivedIsNotMailedAgain() {
        var ann = stand.mailed("Ann");
        stand.mail.silent(ann.address());
        var notice = tell(ann, "Perhaps");
        Stand.soon(() -> assertThat(status(notice)).isEqualTo("sending"));
        stand.sql("update delivery set tries = tries + 1, due_at = now() where notice_id = $1", Tuple.of(notice.id()));
        stand.sql(
                "insert into attempt (delivery_id, n, started_at)"
                        + " select id, tries, now() from delivery where notice_id = $1",
                Tuple.of(notice.id()));
        var next = stand.replica();
        try {
            Stand.soon(() -> assertThat(status(notice)).isEqualTo("failed"));
        } finally {
            next.stop();
            stand.mail.well();
        }
    }
}
