package dev.belfry.platform.run;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose sender takes too long over a request: over its head, which may dribble in byte by byte so that
 * the connection is never idle, or over its body.
 *
 * <p>Vert.x has a limit for silence only. One task a connection looks now and then, since a timer for each request would
 * cost more than many a request.
 */
final class SlowSenders extends ChannelDuplexHandler {
    static final Duration HEAD = Duration.ofSeconds(15);
    static final Duration BODY = Duration.ofSeconds(30);
    static final Duration EVERY = Duration.ofSeconds(4);
    private static final long NOTHING = Long.MIN_VALUE;

    /** When the head, or the body, began to come in. */
    private long headSince = NOTHING;

    private long bodySince = NOTHING;
    private boolean read;
    private int unanswered;
    private @Nullable Future<?> look;

    /** Watches this connection from now on. */
    static void watch(HttpConnection connection) {
        // Vert.x has no public way to the channel of an HTTP connection.
        var context = ((ConnectionBase) connection).channelHandlerContext();
        context.pipeline()
                .addBefore(context.name(), "slow-senders", new SlowSenders())
                .addBefore(context.name(), "small-chunks", new SmallChunks());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        look = context.executor()
                .scheduleAtFixedRate(() -> look(context), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (look != null) {
            look.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        read = true;
        if (message instanceof HttpRequest) {
            headSince = NOTHING;
            bodySince = now(context);
            unanswered++;
        }
        if (message instanceof LastHttpContent) {
            bodySince = NOTHING;
        }
        context.fireChannelRead(message);
    }

    /** Bytes of which the decoder could make nothing are a part of a head. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!read && headSince == NOTHING && bodySince == NOTHING) {
            headSince = now(context);
        }
        read = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            unanswered--;
        }
        context.write(message, promise);
    }

    private void look(ChannelHandlerContext context) {
        if (isOver(context, headSince, HEAD)) {
            context.close();
        } else if (isOver(context, bodySince, BODY)) {
            bodySince = NOTHING;
            // Only where nobody could take it for the answer to another request.
            if (unanswered == 1) {
                context.writeAndFlush(tooSlow()).addListener(ChannelFutureListener.CLOSE);
            } else {
                context.close();
            }
        }
    }

    private static boolean isOver(ChannelHandlerContext context, long since, Duration limit) {
        return since != NOTHING && now(context) - since >= limit.toNanos();
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    private static HttpResponse tooSlow() {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_TIMEOUT);
        response.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }
}
