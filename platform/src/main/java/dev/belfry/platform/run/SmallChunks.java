package dev.belfry.platform.run;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Hands on together what came in together: a body in chunks of single bytes would cost a walk through all of Vert.x for
 * each, and four senders of such bodies would keep an event loop from everybody else.
 */
final class SmallChunks extends ChannelInboundHandlerAdapter {
    private static final int SMALL = 1024;
    private static final int ENOUGH = 16 * 1024;

    private @Nullable ByteBuf gathered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent chunk
                && !(message instanceof LastHttpContent)
                && chunk.content().readableBytes() < SMALL) {
            var into = gathered == null ? context.alloc().buffer() : gathered;
            gathered = into.writeBytes(chunk.content());
            chunk.release();
            if (into.readableBytes() >= ENOUGH) {
                handOn(context);
            }
        } else {
            handOn(context);
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void handOn(ChannelHandlerContext context) {
        if (gathered != null) {
            var whole = new DefaultHttpContent(gathered);
            gathered = null;
            context.fireChannelRead(whole);
        }
    }
}
