package dev.belfry.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection by bytes and seconds, without a socket. */
class SlowSendersTest {
    private static final Duration WHOLE_HEAD = SlowSenders.HEAD.plus(SlowSenders.EVERY);
    private static final Duration WHOLE_BODY = SlowSenders.BODY.plus(SlowSenders.EVERY);

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new HttpResponseEncoder(), new HttpRequestDecoder(), new SlowSenders(), new SmallChunks());

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /** Sends a byte a second, for as long as the connection takes it. */
    private Duration dribble(Duration limit) {
        var took = Duration.ZERO;
        while (channel.isOpen() && took.compareTo(limit) < 0) {
            send("a");
            pass(Duration.ofSeconds(1));
            took = took.plusSeconds(1);
        }
        return took;
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private String answered() {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }

    @Test
    void aHeadThatDribblesInEndsTheConnection() {
        send("GET / HTTP/1.1\r\nX-Slow: ");
        assertThat(dribble(WHOLE_HEAD.plusSeconds(5))).isBetween(SlowSenders.HEAD, WHOLE_HEAD);
        assertThat(WHOLE_HEAD).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theHeadOfALaterRequestIsBoundedToo() {
        send("GET / HTTP/1.1\r\n\r\n");
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
        pass(Duration.ofMinutes(2));
        assertThat(channel.isOpen()).as("between requests only silence counts").isTrue();
        send("GET / HTTP/1.1\r\nX-Slow: ");
        assertThat(dribble(WHOLE_HEAD.plusSeconds(5))).isLessThanOrEqualTo(WHOLE_HEAD);
    }

    @Test
    void aBodyThatDribblesInIsToldSo() {
        send("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
        assertThat(dribble(WHOLE_BODY.plusSeconds(5))).isBetween(SlowSenders.BODY, WHOLE_BODY);
        assertThat(answered()).startsWith("HTTP/1.1 408 ").contains("connection: close");
    }

    @Test
    void aBodyWhoseRequestIsAnsweredAlreadyJustEnds() {
        send("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        assertThat(dribble(WHOLE_BODY.plusSeconds(5))).isLessThanOrEqualTo(WHOLE_BODY);
        assertThat(answered()).startsWith("HTTP/1.1 200 ").doesNotContain("408");
    }

    @Test
    void whatComesInSingleBytesIsHandedOnTogetherAndInOrder() {
        var sent = new StringBuilder("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        var body = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            char one = (char) ('a' + i % 26);
            body.append(one);
            sent.append("1\r\n").append(one).append("\r\n");
        }
        send(sent.toString());
        send("3\r\nend\r\n0\r\n\r\n");

        var read = new StringBuilder();
        int pieces = 0;
        Object head = channel.readInbound();
        assertThat(head).isInstanceOf(HttpRequest.class);
        for (HttpContent part = channel.readInbound(); part != null; part = channel.readInbound()) {
            read.append(part.content().toString(StandardCharsets.US_ASCII));
            part.release();
            pieces++;
        }
        assertThat(read).hasToString(body + "end");
        assertThat(pieces).isLessThan(10);
    }

    @Test
    void anAnswerMayTakeAsLongAsItTakes() {
        send("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na");
        pass(Duration.ofMinutes(10));
        assertThat(channel.isOpen()).isTrue();
        assertThat(answered()).isEmpty();
    }
}
