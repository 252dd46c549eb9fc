package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentSeverity;
import dev.belfry.contracts.incident.IncidentState;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.notifier.channel.WebhookSignature;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.json.Json;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The road from a page to a person, on a real SMTP server and a real receiver of webhooks. */
class DeliveryIT {
    private final Stand stand = Stand.get();

    private void rule(Stand.Person person, String delay) {
        var method = Stand.json(stand.get("/api/v1/contact-methods", person.token()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        assertThat(stand.post(
                                "/api/v1/notification-rules",
                                person.token(),
                                Map.of("delay", delay, "contactMethod", method))
                        .statusCode())
                .isEqualTo(201);
    }

    private static List<DeliveryState> states(List<DeliveryEvent> events) {
        return events.stream().map(DeliveryEvent::state).toList();
    }

    @Test
    void aPageBecomesAMailThatSaysWhatWhyAndWhereToAnswer() throws Exception {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Disk full on db-7");

        var mail = stand.awaitMail(ann);
        assertThat(mail.getSubject())
                .isEqualTo("[SEV1] #" + page.incident().number() + " Disk full on db-7 (Payments)");
        var delivery = Stand.json(stand.get("/api/v1/deliveries?incident=" + page.incidentId(), ann.token()))
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(mail.getHeader("Message-ID")).containsExactly("<page." + delivery.getString("id") + "@belfry>");
        assertThat(mail.getHeader("References")).containsExactly("<incident." + page.incidentId() + "@belfry>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        var whole = GreenMailUtil.getWholeMessage(mail).replace("=\r\n", "");
        assertThat(whole)
                .contains(
                        "on call in \"Payments weekly\"",
                        "/ack/",
                        "/incidents/" + page.incident().number())
                .doesNotContain("repeat: may be");

        Stand.soon(() -> assertThat(states(stand.events(page))).containsExactly(DeliveryState.SENT));
        Stand.soon(() -> {
            var answer = stand.get("/api/v1/deliveries?incident=" + page.incidentId(), ann.token());
            var item = Stand.json(answer).getJsonArray("items").getJsonObject(0);
            assertThat(item.getString("status")).isEqualTo("sent");
            assertThat(item.getString("contactMethod")).isEqualTo("Work mail");
            assertThat(item.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                    .isEqualTo("sent");
            assertThat(answer.body()).doesNotContain(ann.address());
        });
        assertThat(stand.sql("select 1 from timer where ref = $1", Tuple.of(UUID.fromString(delivery.getString("id")))))
                .isEmpty();
    }

    @Test
    void thePageThatComesAgainIsSentOnce() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Sent once");
        stand.send(page);
        stand.awaitMail(ann);
        stand.send(page);
        // Same user, same partition: once this one has arrived, the copies have been read.
        var last = stand.send(ann, "And another");
        Stand.soon(() -> assertThat(stand.events(last)).hasSize(1));
        assertThat(stand.mailOf(ann)).hasSize(2);
        assertThat(stand.events(page)).hasSize(1);
    }

    @Test
    void anAcknowledgeCancelsWhatWaitsAndSaysWhose() {
        var ann = stand.mailed("Ann");
        rule(ann, "PT1H");
        var page = stand.send(ann, "Waits an hour");
        Stand.soon(() -> assertThat(stand.sql("select 1 from delivery where page_id = $1", Tuple.of(page.id())))
                .hasSize(1));
        stand.happens(
                page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, Actor.user(ann.id(), "Bea Example"));

        Stand.soon(() -> {
            var events = stand.events(page);
            assertThat(states(events)).containsExactly(DeliveryState.CANCELLED);
            assertThat(events.getFirst().detail()).isEqualTo("acknowledged by Bea Example");
        });
        assertThat(stand.mailOf(ann)).isEmpty();

        // A page of that cycle that comes late is cancelled at once; one of the next cycle goes out.
        var late = new Page(
                Ids.derived("page", page.incidentId(), 1, 2, 0, ann.id()),
                page.incidentId(),
                1,
                2,
                0,
                ann.id(),
                "step 2",
                Instant.now(),
                page.incident());
        stand.send(late);
        Stand.soon(() -> assertThat(states(stand.events(late))).containsExactly(DeliveryState.CANCELLED));
    }

    @Test
    void aRuleWaitsAsLongAsItSays() {
        var ann = stand.mailed("Ann");
        rule(ann, "PT1S");
        var before = System.nanoTime();
        stand.send(ann, "A second later");
        stand.awaitMail(ann);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
    }

    @Test
    void aMailServerThatIsDownIsTriedUntilItIsBack() {
        var ann = stand.mailed("Ann");
        stand.mail.stop();
        Page page;
        try {
            page = stand.send(ann, "Mail is down");
            Stand.soon(() -> assertThat(stand.sql(
                            "select 1 from attempt a join delivery d on d.id = a.delivery_id"
                                    + " where d.page_id = $1 and a.outcome = 'passing'",
                            Tuple.of(page.id())))
                    .isNotEmpty());
            assertThat(Stand.json(stand.get("/api/v1/channels", Stand.ADMIN))
                            .getJsonArray("items")
                            .getJsonObject(0)
                            .getBoolean("healthy"))
                    .isFalse();
        } finally {
            stand.mail.start();
        }
        stand.awaitMail(ann);
        Stand.soon(() -> assertThat(states(stand.events(page))).containsExactly(DeliveryState.SENT));
        assertThat(stand.mailOf(ann)).hasSize(1);
    }

    @Test
    void whoHasNoContactMethodIsUndeliverable() {
        var nobody = stand.person("Nobody");
        var page = stand.send(nobody, "No way");
        Stand.soon(() -> {
            var events = stand.events(page);
            assertThat(states(events)).containsExactly(DeliveryState.UNDELIVERABLE);
            assertThat(events.getFirst().channel()).isEqualTo("none");
            assertThat(events.getFirst().detail()).isEqualTo("has no contact method");
        });
    }

    @Test
    void aWebhookIsSignedAndARetryKeepsItsId() {
        var ann = stand.person("Ann");
        try (var receiver = new Receiver()) {
            receiver.answers.add(503);
            var added = stand.post(
                    "/api/v1/contact-methods", ann.token(), Map.of("type", "webhook", "address", receiver.url()));
            var secret = Stand.json(added).getString("secret");
            assertThat(secret).startsWith("whsec_");
            var page = stand.send(ann, "To a webhook");

            Stand.soon(() -> assertThat(states(stand.events(page))).containsExactly(DeliveryState.SENT));
            assertThat(receiver.taken).hasSize(2);
            assertThat(receiver.taken.get(0).id())
                    .isEqualTo(receiver.taken.get(1).id());
            for (var taken : receiver.taken) {
                assertThat(taken.signature())
                        .isEqualTo(WebhookSignature.sign(
                                secret,
                                taken.id(),
                                taken.timestamp(),
                                taken.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            var body = Json.read(receiver.taken.get(1).body(), Map.class);
            assertThat(body.get("type")).isEqualTo("page");
            assertThat(body.toString()).contains("To a webhook", "/ack/");
        }
    }

    @Test
    void aWebhookThatIsGoneIsDisabledAndTheNextRuleIsDueNow() {
        var ann = stand.mailed("Ann");
        try (var receiver = new Receiver()) {
            receiver.answers.add(410);
            var hook = Stand.json(stand.post(
                            "/api/v1/contact-methods",
                            ann.token(),
                            Map.of("type", "webhook", "address", receiver.url())))
                    .getString("id");
            rule(ann, "PT1H"); // the mail
            assertThat(stand.post(
                                    "/api/v1/notification-rules",
                                    ann.token(),
                                    Map.of("delay", "PT0S", "contactMethod", hook))
                            .statusCode())
                    .isEqualTo(201);
            var page = stand.send(ann, "The hook is gone");

            stand.awaitMail(ann);
            Stand.soon(() ->
                    assertThat(states(stand.events(page))).containsExactly(DeliveryState.FAILED, DeliveryState.SENT));
            assertThat(Stand.json(stand.get("/api/v1/contact-methods/" + hook, ann.token()))
                            .getString("disabled"))
                    .contains("410");
        }
    }

    @Test
    void aRefusalForGoodMakesThePageUndeliverableOnce() {
        var ann = stand.person("Ann");
        try (var receiver = new Receiver()) {
            receiver.answers.addAll(List.of(404, 302));
            for (int i = 0; i < 2; i++) {
                stand.post(
                        "/api/v1/contact-methods", ann.token(), Map.of("type", "webhook", "address", receiver.url()));
            }
            var page = stand.send(ann, "Refused");
            Stand.soon(() -> assertThat(states(stand.events(page)))
                    .containsExactlyInAnyOrder(
                            DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.UNDELIVERABLE));
            assertThat(receiver.taken).hasSize(2);
        }
    }

    /** The process died between the call and its outcome: nobody knows, so the page goes out again and says so. */
    @Test
    void anAttemptWithoutAnOutcomeIsMadeAgainAndLabelled() {
        var ann = stand.mailed("Ann");
        rule(ann, "PT1H");
        var page = stand.send(ann, "Crashed");
        Stand.soon(() -> assertThat(stand.sql("select 1 from delivery where page_id = $1", Tuple.of(page.id())))
                .hasSize(1));
        stand.sql(
                "insert into attempt (delivery_id, n, started_at)"
                        + " select id, 1, now() - interval '2 minutes' from delivery where page_id = $1",
                Tuple.of(page.id()));
        stand.sql(
                "update delivery set status = 'sending', tries = 1, due_at = now() - interval '1 minute' where page_id = $1",
                Tuple.of(page.id()));

        var next = stand.replica();
        try {
            var mail = stand.awaitMail(ann);
            assertThat(GreenMailUtil.getWholeMessage(mail)).contains("(repeat: may be a duplicate)");
            Stand.soon(() -> assertThat(states(stand.events(page))).containsExactly(DeliveryState.SENT));
            assertThat(stand
                            .sql(
                                    "select outcome from attempt a join delivery d on d.id = a.delivery_id"
                                            + " where d.page_id = $1 order by n",
                                    Tuple.of(page.id()))
                            .stream()
                            .map(row -> row.getString("outcome")))
                    .containsExactly("ambiguous", "sent");
        } finally {
            next.stop();
        }
    }

    /** Nobody knows of three attempts whether they arrived: the page stays alive, at a pace that bounds the copies. */
    @Test
    void aPageWhoseAttemptsMayAllHaveArrivedIsNotGivenUpAndWaitsLonger() {
        var ann = stand.mailed("Ann");
        rule(ann, "PT1H");
        var page = stand.send(ann, "Who knows");
        Stand.soon(() -> assertThat(stand.sql("select 1 from delivery where page_id = $1", Tuple.of(page.id())))
                .hasSize(1));
        stand.sql(
                "insert into attempt (delivery_id, n, started_at, ended_at, outcome)"
                        + " select id, n, now(), now(), case when n < 3 then 'ambiguous' end"
                        + " from delivery, generate_series(1, 3) as n where page_id = $1",
                Tuple.of(page.id()));
        stand.sql(
                "update delivery set status = 'sending', tries = 3, due_at = now() - interval '1 second' where page_id = $1",
                Tuple.of(page.id()));

        Stand.soon(() -> assertThat(stand
                        .sql(
                                "select extract(epoch from due_at - clock_timestamp())::int as seconds from delivery"
                                        + " where page_id = $1 and status = 'deferred'",
                                Tuple.of(page.id()))
                        .stream()
                        .map(row -> row.getInteger("seconds")))
                .singleElement(InstanceOfAssertFactories.INTEGER)
                .isBetween(40, 60));
        assertThat(stand.mailOf(ann)).isEmpty();

        stand.sql("update delivery set due_at = now() where page_id = $1", Tuple.of(page.id()));
        var mail = stand.awaitMail(ann);
        assertThat(GreenMailUtil.getWholeMessage(mail)).contains("(repeat: may be a duplicate)");
        Stand.soon(() -> assertThat(states(stand.events(page))).endsWith(DeliveryState.SENT));
        assertThat(states(stand.events(page))).doesNotContain(DeliveryState.FAILED, DeliveryState.UNDELIVERABLE);
    }

    /** More at once than there are slots: each arrives, and each once. */
    @Test
    void aStormArrivesWholeAndOnce() {
        var people = stand.crowd(300);
        var pages = new ArrayList<Page>();
        var before = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            pages.add(stand.send(people.get(i), "Storm " + i));
        }
        Stand.soon(() -> assertThat(people.stream()
                        .mapToInt(person -> stand.mailOf(person).size())
                        .sum())
                .isGreaterThanOrEqualTo(300));
        System.out.println(
                "300 pages in " + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms");
        Stand.soon(() -> assertThat(pages)
                .allSatisfy(page -> assertThat(states(stand.events(page))).containsExactly(DeliveryState.SENT)));
        var ids = pages.stream().map(Page::id).toArray(UUID[]::new);
        var figures = stand.sql(
                        "select percentile_disc(0.5) within group (order by took) as p50,"
                                + " percentile_disc(0.99) within group (order by took) as p99 from (select (extract(epoch"
                                + " from d.sent_at - p.requested_at) * 1000)::int as took from delivery d"
                                + " join page p on p.id = d.page_id where p.id = any($1)) as each",
                        Tuple.tuple().addArrayOfUUID(ids))
                .getFirst();
        System.out.println(
                "page to sent: p50 " + figures.getInteger("p50") + " ms, p99 " + figures.getInteger("p99") + " ms");
        var subjects = new HashMap<String, Integer>();
        people.forEach(person -> stand.mailOf(person).forEach(mail -> {
            try {
                subjects.merge(mail.getSubject(), 1, Integer::sum);
            } catch (jakarta.mail.MessagingException broken) {
                throw new IllegalStateException(broken);
            }
        }));
        assertThat(subjects)
                .hasSize(300)
                .allSatisfy((subject, count) -> assertThat(count).as(subject).isEqualTo(1));
    }

    @Test
    void quietHoursHoldWhatCanWaitAndNeverAnUrgentPage() {
        var ann = stand.mailed("Ann");
        // An hour each way, so that the clock is within them whatever the time is; she reads it in UTC.
        var now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        var hours = Map.of(
                "from", now.minusHours(1).toString(), "to", now.plusHours(1).toString());
        var saved = stand.method(
                "PUT", "/api/v1/notification-choices", ann.token(), Map.of("whenOver", true, "quietHours", hours));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(Stand.json(saved).getJsonObject("quietHours").getString("to"))
                .isEqualTo(hours.get("to"));
        assertThat(stand.method(
                                "PUT",
                                "/api/v1/notification-choices",
                                ann.token(),
                                Map.of("whenOver", true, "quietHours", Map.of("from", "22:00", "to", "22:00")))
                        .body())
                .contains("#/quietHours");

        var severe = Stand.incident("Can wait", IncidentStatus.TRIGGERED, 1);
        var calm = Stand.page(
                ann,
                new IncidentState(
                        severe.id(),
                        severe.number(),
                        severe.serviceId(),
                        severe.serviceName(),
                        severe.title(),
                        severe.status(),
                        IncidentSeverity.SEV4,
                        1,
                        null,
                        null,
                        null,
                        severe.createdAt(),
                        null,
                        1));
        stand.send(calm);
        var urgent = stand.send(ann, "Cannot wait");
        Stand.soon(() -> assertThat(states(stand.events(urgent))).containsExactly(DeliveryState.SENT));
        assertThat(stand.mailOf(ann)).hasSize(1);
        var held = stand.sql(
                        "select status, extract(epoch from due_at - clock_timestamp())::int as wait from delivery"
                                + " where page_id = $1",
                        Tuple.of(calm.id()))
                .getFirst();
        assertThat(held.getString("status")).isEqualTo("pending");
        assertThat(held.getInteger("wait")).isBetween(3_400, 3_700);
    }
}
