package dev.belfry.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** The loopback TCP ports that engines listen on. */
public final class Ports {
    private Ports() {}

    private static final int FIRST = 22_000;
    private static final int COUNT = 10_000;
    /** Processes that run beside each other begin at different places, and none gives a port out twice. */
    private static final AtomicInteger GIVEN =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    /**
     * A port that was free a moment ago. The kernel gives none of these to clients: a connection that begins before the
     * server listens cannot take it.
     */
    public static int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(GIVEN.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EngineException("no free port on 127.0.0.1 from " + FIRST + " to " + (FIRST + COUNT - 1));
    }

    /** Says whether somebody could listen on the port of 127.0.0.1 now; a port in TIME_WAIT counts as free. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Fails at once, naming the port, where the engine itself would hang for long or fail obscurely. */
    static void requireFree(int port, String who) {
        if (!isFree(port)) {
            throw new EngineException(
                    "port " + port + " of 127.0.0.1, wanted by " + who + ", is taken by another process");
        }
    }
}
