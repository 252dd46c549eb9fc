package dev.belfry.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Says before anything starts which port is taken, and by whom where the system tells. */
final class PortCheck {
    private PortCheck() {}

    static void requireFree(PortLayout layout) {
        for (var port : layout.all().entrySet()) {
            if (!isFree(port.getKey())) {
                throw new Main.Refused("Port " + port.getKey() + " (" + port.getValue() + ") is taken"
                        + owner(port.getKey()) + ". Stop that, or choose other ports: ./belfry up --port-base N");
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Linux tells in /proc which process holds the inode of a listening socket; of others' processes it does not. */
    private static String owner(int port) {
        try {
            var inode = inode(port);
            if (inode.isEmpty()) {
                return "";
            }
            try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
                return processes
                        .filter(process -> holds(process.pid(), "socket:[" + inode + "]"))
                        .findFirst()
                        .map(process -> " by process " + process.pid() + " ("
                                + process.info().command().orElse("of unknown name") + ")")
                        .orElse("");
            }
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static String inode(int port) throws IOException {
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        for (var file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(file))) {
                var columns = line.strip().split("\\s+", -1);
                boolean listens = columns.length > 9 && columns[3].equals("0A");
                if (listens && columns[1].endsWith(suffix)) {
                    return columns[9];
                }
            }
        }
        return "";
    }

    private static boolean holds(long pid, String socket) {
        try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).toString().equals(socket);
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }

    /** The ports of an old run's engines are free a moment after it died: waits for that, not for others. */
    static void awaitEngines(PortLayout layout) throws InterruptedException {
        var engines = Map.of(layout.postgres(), "", layout.kafka(), "", layout.kafkaController(), "");
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (engines.keySet().stream().anyMatch(port -> !isFree(port)) && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }
}
