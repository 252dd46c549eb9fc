package dev.belfry.notifier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.belfry.notifier.channel.Account;
import dev.belfry.notifier.channel.CallLimits;
import dev.belfry.notifier.channel.Card;
import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.ChannelClient;
import dev.belfry.notifier.channel.ChannelFigures.Repeats;
import dev.belfry.notifier.channel.Destination;
import dev.belfry.notifier.channel.EmailClient;
import dev.belfry.notifier.channel.MailSettings;
import dev.belfry.notifier.channel.Notice;
import dev.belfry.notifier.channel.Outcome;
import dev.belfry.notifier.channel.ProviderClient;
import dev.belfry.notifier.provider.ProviderHost.Reply;
import dev.belfry.notifier.provider.ProviderHost.Seen;
import dev.belfry.notifier.wire.Wires;
import dev.belfry.platform.http.Egress;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What every channel over HTTP owes, against a provider that speaks the real wire format and checks what it gets. */
class ChannelContractIT {
    private static final CallLimits QUICK =
            new CallLimits(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final Vertx vertx = Vertx.vertx();
    private final List<Outcome> noted = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    static Stream<Fake> fakes() {
        return Fakes.all().stream();
    }

    private static Notice notice(Card card) {
        return new Notice(UUID.randomUUID(), card.title(), "text", "<p>html</p>", card, UUID.randomUUID(), Map.of());
    }

    private static Card page(String title, List<String> lines, boolean repeat) {
        return new Card(
                Card.Tone.URGENT,
                title,
                lines,
                List.of(new Card.Fact("Service", "Payments & Co")),
                List.of(
                        new Card.Link("Acknowledge", "https://belfry.example.net/ack/TOKEN"),
                        new Card.Link("Open the incident", "https://belfry.example.net/incidents/1042")),
                repeat);
    }

    private static Card page() {
        return page("[SEV1] #1042 Disk full on db-7 (Payments)", List.of("94 % used"), false);
    }

    private Outcome send(Fake fake, String url, CallLimits limits, Card card) {
        var accounts = new ChannelClient.Accounts() {
            @Override
            public List<Account> of(Channel channel) {
                return fake.account(url).isEmpty()
                        ? List.of()
                        : List.of(new Account(UUID.randomUUID(), fake.kind(), "The account", fake.account(url)));
            }

            @Override
            public void note(Account account, Outcome outcome) {
                noted.add(outcome);
            }
        };
        var mail = new MailSettings(null, 25, "disabled", false, null, null, "belfry@example.net", null, 4);
        var client = new ChannelClient(
                new EmailClient(vertx, mail, 4, limits),
                new ProviderClient(vertx, Egress.ANYWHERE, 4, limits),
                Wires.all(),
                accounts,
                InstantSource.system());
        var outcome = client.send(new Destination(fake.channel(), fake.address(url), fake.secret()), notice(card))
                .await();
        client.close().await();
        return outcome;
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aPageIsTakenAndBringsItsLinks(Fake fake) {
        try (var host = new ProviderHost(fake::take)) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page())).isInstanceOf(Outcome.Accepted.class);
            assertThat(host.seen).hasSize(1);
            assertThat(texts(host.seen.getFirst()))
                    .contains("Disk full on db")
                    .contains(fake.link())
                    .doesNotContain("repeat: may be a duplicate");
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aRepeatIsMarked(Fake fake) {
        try (var host = new ProviderHost(fake::take)) {
            send(fake, host.url(), CallLimits.USUAL, page("Disk full", List.of(), true));
            assertThat(texts(host.seen.getLast()).replace("\\", "")).contains(fake.repeated());
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aNoticeWithoutAnyLinkIsTakenToo(Fake fake) {
        try (var host = new ProviderHost(seen -> fake.take(withoutNothing(seen)))) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, Card.quiet("Your code: 123456", List.of(), List.of())))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(texts(host.seen.getFirst()).replace(" ", "")).contains("123456");
        }
    }

    /** ntfy asks for the list of actions only where there is one. */
    private static Seen withoutNothing(Seen seen) {
        if (!seen.header("content-type").startsWith("application/json")
                || seen.json().containsKey("actions")
                || !seen.json().containsKey("topic")) {
            return seen;
        }
        return new Seen(
                seen.method(),
                seen.path(),
                seen.query(),
                seen.headers(),
                seen.json().put("actions", new JsonArray()).encode());
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void anAddressThatIsGoneIsNotToBeUsedAgain(Fake fake) {
        try (var host = new ProviderHost(seen -> fake.gone())) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page()))
                    .isInstanceOfSatisfying(
                            Outcome.Permanent.class,
                            refused -> assertThat(refused.fault()).isEqualTo(Outcome.Fault.GONE));
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void troubleOfTheProviderPasses(Fake fake) {
        try (var host = new ProviderHost(seen -> new Reply(503, Map.of("Retry-After", "9"), "<html>busy</html>"))) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page()))
                    .isInstanceOfSatisfying(Outcome.Passing.class, passing -> {
                        assertThat(passing.trouble()).isEqualTo(Outcome.Trouble.CERTAIN);
                        assertThat(passing.retryAfter()).isEqualTo(Duration.ofSeconds(9));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void itComesBackWhenTheProviderSaysAndDoesNotTakeItForTrouble(Fake fake) {
        try (var host = new ProviderHost(seen -> fake.limited())) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page()))
                    .isInstanceOfSatisfying(Outcome.Passing.class, passing -> {
                        assertThat(passing.trouble()).isEqualTo(Outcome.Trouble.NONE);
                        assertThat(passing.retryAfter()).isBetween(Duration.ofMillis(6_990), Duration.ofMillis(7_000));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void aCallWithoutAnAnswerEndsAndClosesItsConnection(Fake fake) throws Exception {
        var closed = new CompletableFuture<Void>();
        var asked = new CompletableFuture<Void>();
        int port = vertx.createNetServer()
                .connectHandler(socket -> {
                    socket.handler(data -> asked.complete(null));
                    socket.closeHandler(end -> closed.complete(null));
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        var outcome = send(fake, "http://localhost:" + port, QUICK, page());
        assertThat(asked).isCompleted();
        closed.get(5, TimeUnit.SECONDS);
        var known = Wires.all().get(fake.channel()).repeats() == Repeats.KNOWN;
        assertThat(outcome).isInstanceOf(known ? Outcome.Passing.class : Outcome.Ambiguous.class);
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void whatASenderWroteMentionsNobodyAndLeadsNowhere(Fake fake) {
        var hostile = "@everyone @channel @here <!channel> <@U012AB3CD> <users/all> [free](http://evil.example.net)"
                + " <http://evil.example.net|free> <a href=\"http://evil.example.net\">x</a> <script>alert(1)</script>"
                + " <img src=x> **bold** `code` \\ \" ' & \u202e\u0000 end";
        try (var host = new ProviderHost(fake::take)) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page(hostile, List.of(hostile, hostile), false)))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(fake.marked(host.seen.getFirst())).doesNotContain(fake.harmful());
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void theLongestTextIsCutBetweenCharactersAndKeepsItsLinks(Fake fake) {
        var lines = Collections.nCopies(400, "🔥<&>*_[" + "ü🔥".repeat(140));
        try (var host = new ProviderHost(fake::take)) {
            assertThat(send(fake, host.url(), CallLimits.USUAL, page("🔥".repeat(400), lines, true)))
                    .isInstanceOf(Outcome.Accepted.class);
            var seen = host.seen.getLast();
            assertThat(fake.fullness(seen)).isBetween(fake.channel().compareTo(Channel.SMS) < 0 ? 0.2 : 0.05, 1.0);
            assertThat(texts(seen)).contains(fake.link());
            assertThat(texts(seen).codePoints().filter(one -> (one >= 0xd800 && one <= 0xdfff) || one == 0xfffd))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void noAddressNoKeyAndNoTokenIsInALogOrADetail(Fake fake) {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var before = root.getLevel();
        root.addAppender(lines);
        ((Logger) LoggerFactory.getLogger("dev.belfry")).setLevel(Level.TRACE);
        try (var host = new ProviderHost(seen -> {
            var all = seen.path() + " " + seen.query() + " " + seen.headers() + " " + seen.body();
            return new Reply(
                    400,
                    new JsonObject()
                            .put("error", all)
                            .put("description", all)
                            .put("message", all)
                            .encode());
        })) {
            var outcome = send(fake, host.url(), CallLimits.USUAL, page());
            var said = outcome.detail()
                    + noted
                    + new Destination(fake.channel(), fake.address(host.url()), fake.secret())
                    + lines.list.stream()
                            .map(one -> one.getFormattedMessage() + one.getKeyValuePairs() + one.getThrowableProxy())
                            .collect(Collectors.joining("\n"));
            for (var secret : secrets(fake, host.url())) {
                assertThat(said).doesNotContain(secret);
            }
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
            ((Logger) LoggerFactory.getLogger("dev.belfry")).setLevel(null);
        }
    }

    private static List<String> secrets(Fake fake, String url) {
        var secrets = new ArrayList<String>();
        if (fake.secret() != null) {
            secrets.add(fake.secret());
        }
        fake.account(url).forEach((name, value) -> {
            if (!Set.of("server", "url", "from").contains(name)) {
                secrets.add(value);
            }
        });
        var address = fake.address(url);
        if (!address.equals(url)) {
            secrets.add(address.replace(url, ""));
        }
        return secrets;
    }

    @Test
    void whatNoAccountIsSetUpForSaysSo() {
        var outcome = send(
                new Phones.Telegram() {
                    @Override
                    public Map<String, String> account(String url) {
                        return Map.of();
                    }
                },
                "http://localhost:1",
                QUICK,
                page());
        assertThat(outcome)
                .isEqualTo(new Outcome.Permanent("no account for Telegram is set up", Outcome.Fault.CHANNEL));
    }

    /** What Twilio lists of earlier attempts is taken for the message itself; what has failed is not. */
    @Test
    void anSmsThatTwilioHasFromALostAttemptIsNotSentAgain() {
        var fake = new Numbers.TwilioSms();
        var body = "[SEV1] Disk full\nReply 0000 to acknowledge, or https://belfry.example.net/ack/TOKEN";
        for (var status : List.of("delivered", "failed")) {
            var listed = new JsonObject()
                    .put(
                            "messages",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("sid", "SM1")
                                            .put("status", status)
                                            .put("body", body)));
            try (var host = new ProviderHost(
                    seen -> seen.method().equals("GET") ? new Reply(200, listed.encode()) : fake.take(seen))) {
                var outcome = send(fake, host.url(), CallLimits.USUAL, page("[SEV1] Disk full", List.of(), true));
                assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
                assertThat(host.seen).hasSize(status.equals("failed") ? 2 : 1);
            }
        }
    }

    /** Every text of the request, as somebody reads it. */
    private static String texts(Seen seen) {
        return seen.header("content-type").startsWith("application/json")
                ? strings(seen.json())
                : String.join("\n", seen.form().values());
    }

    private static String strings(Object json) {
        if (json instanceof JsonObject object) {
            return object.stream().map(entry -> strings(entry.getValue())).collect(Collectors.joining("\n"));
        }
        if (json instanceof JsonArray array) {
            return array.stream().map(ChannelContractIT::strings).collect(Collectors.joining("\n"));
        }
        return json instanceof String text ? text : "";
    }
}
