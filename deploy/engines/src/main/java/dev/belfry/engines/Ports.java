package dev.belfry.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The loopback TCP ports that engines listen on. */
public final class Ports {
    private Ports() {}

    /** A port that was free a moment ago. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineException("no free port on 127.0.0.1", e);
        }
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
