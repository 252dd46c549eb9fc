package dev.belfry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first promise, under the worst treatment: what was accepted is paged, and paged once, however often all dies. */
class ExactlyOnceJourney {
    private static final int INCIDENTS = 60;
    private static final int KILLS = 3;
    private static final long PACE_MS = 100;
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Pattern NUMBER = Pattern.compile("#(\\d+) ");

    private final Queue<Integer> unsent =
            IntStream.range(0, INCIDENTS).boxed().collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    private final Map<Integer, Boolean> accepted = new ConcurrentHashMap<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile @Nullable Belfry belfry;

    @Test
    void nothingIsLostAndNobodyIsPagedTwiceThoughAllIsKilledAgainAndAgain(@TempDir Path directory)
            throws ExecutionException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        var random = new Random(seed);
        try (var mail = MailServer.start();
                var suite = SuiteProcess.on(directory.resolve("data")).sendingMailTo(mail);
                var clock = Executors.newScheduledThreadPool(2)) {
            var first = suite.up();
            first.pageForEach();
            belfry = first;
            clock.scheduleAtFixedRate(this::sendOne, 0, PACE_MS, TimeUnit.MILLISECONDS);
            for (int kill = 0; kill < KILLS; kill++) {
                killAfter(clock, random.nextLong(300, 2_000), suite);
                belfry = suite.up();
            }
            await("everything is accepted").atMost(SETTLED).until(() -> accepted.size() == INCIDENTS);
            verify(suite, mail);
            clock.shutdownNow();
        }
    }

    /** As a good sender does: what was not answered with 202 is sent again, with its key. */
    private void sendOne() {
        var to = belfry;
        var next = unsent.poll();
        if (next == null || to == null) {
            return;
        }
        try {
            int status = to.report("key-" + next, "Trouble " + next);
            if (status == 202) {
                accepted.put(next, true);
                return;
            }
            refusals.add(status);
        } catch (Http.NoAnswer dead) {
            unanswered.incrementAndGet();
        }
        unsent.add(next);
    }

    private static void killAfter(ScheduledExecutorService clock, long millis, SuiteProcess suite)
            throws ExecutionException, InterruptedException {
        clock.schedule(suite::kill, millis, TimeUnit.MILLISECONDS).get();
        System.out.println("killed " + millis + " ms after it was ready");
    }

    private void verify(SuiteProcess suite, MailServer mail) {
        assertThat(refusals)
                .as("a sender gives up after a 4xx and tries again after a 5xx")
                .allMatch(status -> status >= 500);
        var running = java.util.Objects.requireNonNull(belfry);
        await("every incident is there")
                .atMost(SETTLED)
                .until(() -> running.incidents().size() >= INCIDENTS);
        await("every page is sent")
                .atMost(SETTLED)
                .untilAsserted(() -> assertThat(running.deliveries())
                        .hasSize(INCIDENTS)
                        .allSatisfy(delivery ->
                                assertThat(delivery.getString("status")).isEqualTo("sent")));

        var incidents = running.incidents();
        assertThat(incidents.stream().map(Incident::title))
                .as("each accepted alert is one incident, " + suite.data())
                .containsExactlyInAnyOrderElementsOf(
                        accepted.keySet().stream().map(n -> "Trouble " + n).toList());
        for (var incident : incidents) {
            assertThat(running.pages(incident))
                    .as("pages of " + incident.title())
                    .hasSize(1)
                    .allSatisfy(page -> assertThat(page.getInteger("step")).isEqualTo(1));
        }
        everyMailOnce(running, mail);
    }

    private void everyMailOnce(Belfry running, MailServer mail) {
        var byIncident = mail.all().stream().collect(Collectors.groupingBy(one -> number(one.subject())));
        assertThat(byIncident).as("somebody knows of each incident").hasSize(INCIDENTS);
        int repeats = 0;
        for (var mails : byIncident.values()) {
            var again = mails.subList(1, mails.size());
            repeats += again.size();
            assertThat(again).as("a mail that comes again says so").allMatch(MailServer.Mail::admitsToBeARepeat);
        }
        int interrupted = running.deliveries().stream()
                .mapToInt(delivery -> delivery.getJsonArray("attempts").size() - 1)
                .sum();
        System.out.printf(
                "%d incidents accepted, %d requests unanswered, %d kills, %d mails, %d of them repeats, %d attempts"
                        + " were cut short%n",
                accepted.size(), unanswered.get(), KILLS, mail.all().size(), repeats, interrupted);
        assertThat(repeats).as("only what was under way may come again").isLessThanOrEqualTo(interrupted);
    }

    private static String number(String subject) {
        var matcher = NUMBER.matcher(subject);
        assertThat(matcher.find()).as(subject).isTrue();
        return matcher.group(1);
    }
}
