package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages on their way to people while the mail server is slow, silent, unwilling or away. */
class RoadIT {
    private final Stand stand = Stand.get();

    @AfterEach
    void heal() {
        stand.mail.well();
    }

    private static void within(Duration most, ThrowingRunnable assertion) {
        Awaitility.await().atMost(most).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    private List<Page> pageAll(List<Stand.Person> people, String title) {
        return people.stream().map(person -> stand.send(person, title)).toList();
    }

    private Map<String, Integer> copies(List<Stand.Person> people) {
        var copies = new HashMap<String, Integer>();
        people.forEach(
                person -> copies.put(person.address(), stand.mailOf(person).size()));
        return copies;
    }

    private List<DeliveryState> states(Page page) {
        return stand.events(page).stream().map(event -> event.state()).toList();
    }

    private void everybodyHasOne(List<Stand.Person> people, Duration most) {
        within(most, () -> assertThat(copies(people).values()).allMatch(count -> count >= 1));
        assertThat(copies(people))
                .allSatisfy((address, count) -> assertThat(count).as(address).isEqualTo(1));
    }

    @Test
    void aServerThatTakesThreeSecondsForAMailGetsEachMailOnce() {
        stand.mail.slow(MailHost.ALL, Duration.ofSeconds(3));
        var people = stand.crowd(300);
        var pages = pageAll(people, "Three seconds a mail");
        within(
                Duration.ofSeconds(90),
                () -> assertThat(pages)
                        .allSatisfy(page -> assertThat(states(page)).contains(DeliveryState.SENT)));
        everybodyHasOne(people, Duration.ofSeconds(1));
        assertThat(pages).allSatisfy(page -> assertThat(states(page)).doesNotContain(DeliveryState.UNDELIVERABLE));
    }

    @Test
    void fortySilentMailboxesHoldUpNeitherTheOtherTenNorAWebhook() {
        var slow = stand.crowd(40);
        slow.forEach(person -> stand.mail.silent(person.address()));
        var fast = stand.crowd(10);
        var hooked = stand.person("Hook");
        try (var receiver = new Receiver()) {
            stand.post("/api/v1/contact-methods", hooked.token(), Map.of("type", "webhook", "address", receiver.url()));
            pageAll(slow, "Nobody takes this");
            pageAll(fast, "On time");
            stand.send(hooked, "On time");
            within(Duration.ofSeconds(3), () -> {
                assertThat(receiver.taken).hasSize(1);
                assertThat(copies(fast).values()).containsOnly(1);
            });
        }
    }

    @Test
    void aServerThatHungServesEverybodySoonAfterItIsWellAgain() {
        stand.mail.silent(MailHost.ALL);
        var early = stand.crowd(80);
        pageAll(early, "Hung");
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(25))
                .atMost(Duration.ofSeconds(30))
                .until(() -> true);
        stand.mail.well();
        var before = System.nanoTime();
        var late = stand.crowd(10);
        pageAll(late, "Well again");
        within(Duration.ofSeconds(3), () -> assertThat(copies(late).values()).containsOnly(1));
        within(Duration.ofSeconds(35), () -> assertThat(copies(early).values()).allMatch(count -> count >= 1));
        System.out.println("after a hung server everybody had mail in "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before) + " ms");
    }

    @Test
    void anOutageOfAMinuteLosesNobody() {
        var busy = stand.crowd(20);
        busy.forEach(person -> stand.mail.refuse(person.address(), 451));
        var cut = stand.crowd(20);
        cut.forEach(person -> stand.mail.refuse(person.address(), 421));
        var everybody = new ArrayList<>(busy);
        everybody.addAll(cut);
        var pages = pageAll(everybody, "A minute without mail");
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(60))
                .atMost(Duration.ofSeconds(70))
                .until(() -> true);
        stand.mail.well();
        everybodyHasOne(everybody, Duration.ofSeconds(40));
        within(
                Duration.ofSeconds(5),
                () -> assertThat(pages)
                        .allSatisfy(page -> assertThat(states(page))
                                .contains(DeliveryState.SENT)
                                .doesNotContain(DeliveryState.UNDELIVERABLE, DeliveryState.FAILED)));
    }

    @Test
    void fourHundredPagesToOnePersonAreAHandfulOfMailsAndOneLinkAcknowledgesThoseOfADigest() {
        var ann = stand.crowd(1).getFirst();
        var pages = new ArrayList<Page>();
        for (var i = 0; i < 400; i++) {
            pages.add(stand.sendLater(ann, "Burst " + i));
        }
        within(
                Duration.ofSeconds(30),
                () -> assertThat(pages)
                        .allSatisfy(page -> assertThat(states(page)).containsExactly(DeliveryState.SENT)));
        assertThat(stand.mailOf(ann)).hasSizeLessThan(10);

        // Pages that came in another batch may be in another digest: the largest has most of them.
        var digest = stand.mailOf(ann).stream()
                .map(mail -> GreenMailUtil.getWholeMessage(mail).replace("=\r\n", ""))
                .max(Comparator.comparingInt(mail -> listed(mail, pages).size()))
                .orElseThrow();
        var listed = listed(digest, pages);
        assertThat(listed).hasSizeGreaterThan(20);
        assertThat(stand.events(listed.getFirst()).getFirst().detail()).contains("in a digest of");
        var found = Pattern.compile("(/ack/[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)").matcher(digest);
        assertThat(found.find()).isTrue();
        var shown = stand.browse("GET", found.group(1), null, null);
        assertThat(shown.body()).contains("Acknowledge all " + listed.size());
        assertThat(listed).allSatisfy(page -> assertThat(stand.commands(page)).isEmpty());
        var answer = CompletableFuture.supplyAsync(() -> stand.press(found.group(1)));
        within(
                Duration.ofSeconds(10),
                () -> assertThat(listed)
                        .allSatisfy(page -> assertThat(stand.commands(page)).hasSize(1)));
        assertThat(answer).as("waits for what becomes of it").isNotDone();
        listed.forEach(page -> stand.acknowledgedPastKafka(stand.host, page, Actor.user(ann.id(), "Ann Example")));
        assertThat(answer.join())
                .contains("Nothing more to do here", "acknowledged by Ann Example")
                .doesNotContain("still needs somebody", "being acknowledged");
    }

    private static List<Page> listed(String mail, List<Page> pages) {
        return pages.stream()
                .filter(page -> mail.contains("#" + page.incident().number() + " "))
                .toList();
    }

    @Test
    void aPageThatDoesNotArriveSaysSoOnceItsNextContactMethodGoesAtOnceAndAnAcknowledgeEndsIt() {
        var ann = stand.mailed("Ann");
        try (var receiver = new Receiver()) {
            var hook = Stand.json(stand.post(
                            "/api/v1/contact-methods",
                            ann.token(),
                            Map.of("type", "webhook", "address", receiver.url())))
                    .getString("id");
            var mail = Stand.json(stand.get("/api/v1/contact-methods", ann.token()))
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("id");
            for (var rule : Map.of(mail, "PT0S", hook, "PT1H").entrySet()) {
                assertThat(stand.post(
                                        "/api/v1/notification-rules",
                                        ann.token(),
                                        Map.of("delay", rule.getValue(), "contactMethod", rule.getKey()))
                                .statusCode())
                        .isEqualTo(201);
            }
            // More than it can be asked in that time: what it answers when told nothing is success.
            receiver.answers.addAll(Collections.nCopies(200, 503));
            stand.mail.refuse(ann.address(), 451);
            var page = stand.send(ann, "Neither way");
            within(Duration.ofSeconds(3), () -> assertThat(receiver.taken).isNotEmpty());
            within(Duration.ofSeconds(15), () -> assertThat(states(page)).containsExactly(DeliveryState.DEFERRED));

            stand.happens(
                    page,
                    Happened.ACKNOWLEDGED,
                    IncidentStatus.ACKNOWLEDGED,
                    1,
                    2,
                    Actor.user(ann.id(), "Bea Example"));
            within(
                    Duration.ofSeconds(5),
                    () -> assertThat(states(page))
                            .startsWith(DeliveryState.DEFERRED)
                            .contains(DeliveryState.CANCELLED));
            stand.mail.well();
            receiver.answers.clear();
            // Another page to the same person: once it is there, the first would have been too.
            var next = stand.send(ann, "The next one");
            within(Duration.ofSeconds(10), () -> assertThat(states(next)).contains(DeliveryState.SENT));
            assertThat(stand.mailOf(ann)).hasSize(1);
            assertThat(states(page)).doesNotContain(DeliveryState.SENT, DeliveryState.UNDELIVERABLE);
        }
    }

    /** A replica whose database is gone keeps no lease and writes no outcome, as one that was killed. */
    @Test
    void whatADeadReplicaHadInHandGoesOutWithinEightSeconds() {
        var replica = stand.replica();
        var people = stand.crowd(24);
        people.forEach(person -> stand.mail.silent(person.address()));
        var pages = pageAll(people, "In hand");
        within(
                Duration.ofSeconds(15),
                () -> assertThat(stand.sql(
                                "select 1 from delivery where status = 'sending' and page_id = any($1)",
                                io.vertx.sqlclient.Tuple.tuple()
                                        .addArrayOfUUID(
                                                pages.stream().map(Page::id).toArray(java.util.UUID[]::new))))
                        .hasSize(24));
        try {
            replica.database().pool().close().await();
            var killed = System.nanoTime();
            stand.mail.well();
            within(
                    Duration.ofSeconds(40),
                    () -> assertThat(pages)
                            .allSatisfy(page -> assertThat(states(page)).contains(DeliveryState.SENT)));
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(8));
        } finally {
            // It must leave the group of consumers, or its partitions stay with it.
            replica.stop();
        }
    }
}
