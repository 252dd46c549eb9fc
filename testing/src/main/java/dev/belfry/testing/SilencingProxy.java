package dev.belfry.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that can make its open connections go silent, as a failover without a reset does: bytes vanish, nobody closes.
 * Or it closes them in the moment in which they are asked, as happens to a connection that was idle for too long.
 */
public final class SilencingProxy implements AutoCloseable {
    private final NetServer server;
    private final NetClient client;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> silent = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> closing = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean swallowing;

    public SilencingProxy(Vertx vertx, String host, int port) {
        client = vertx.createNetClient();
        server = vertx.createNetServer().connectHandler(near -> {
            open.add(near);
            if (swallowing) {
                silent.add(near);
            }
            near.pause();
            client.connect(port, host).onSuccess(far -> {
                near.handler(bytes -> {
                    if (closing.contains(near)) {
                        near.close();
                    } else {
                        forward(near, bytes, far);
                    }
                });
                far.handler(bytes -> forward(near, bytes, near));
                near.closeHandler(gone -> {
                    open.remove(near);
                    far.close();
                });
                far.closeHandler(gone -> {
                    if (!silent.contains(near)) {
                        near.close();
                    }
                });
                near.resume();
            });
        });
        server.listen(0, "127.0.0.1").await();
    }

    public int port() {
        return server.actualPort();
    }

    /** From now on nothing passes, on old connections and new ones. */
    public void silence() {
        swallowing = true;
        silent.addAll(open);
    }

    /** New connections pass again; those that are silent stay so for ever. */
    public void recover() {
        swallowing = false;
    }

    /** Each connection that is open now is closed as soon as something is asked on it; answers how many those are. */
    public int closeWhenAsked() {
        closing.addAll(open);
        return open.size();
    }

    /** On how many connections something was asked that will never be answered. */
    public int silentlyAsked() {
        return asked.size();
    }

    private void forward(NetSocket connection, Buffer bytes, NetSocket to) {
        if (!silent.contains(connection)) {
            to.write(bytes);
        } else {
            asked.add(connection);
        }
    }

    @Override
    public void close() {
        server.close().await();
        client.close().await();
    }
}
