package dev.belfry.system.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A connection that sends any bytes at all, and reads the answer as HTTP/1.1 (RFC 9112). */
final class RawHttp implements AutoCloseable {
    private final int port;
    private final int patienceMs;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    RawHttp(int port, int patienceMs) {
        this.port = port;
        this.patienceMs = patienceMs;
    }

    /** What came back, without its body. */
    record Answer(int status, Map<String, String> headers) {}

    /** Whether a request goes over a connection that has carried others. */
    boolean isOpen() {
        return socket != null;
    }

    /** Sends and goes away. */
    void abandon(byte[] bytes) throws IOException {
        connected().getOutputStream().write(bytes);
        close();
    }

    /**
     * Sends and reads the answer.
     *
     * @throws java.net.SocketTimeoutException when there is none in time
     * @throws IOException when the connection ends before it
     */
    Answer exchange(String method, byte[] bytes) throws IOException {
        var open = connected();
        IOException unsent = null;
        try {
            open.getOutputStream().write(bytes);
        } catch (IOException refused) {
            // The answer may have come before the request was read whole.
            unsent = refused;
        }
        var from = in;
        if (from == null) {
            throw new IllegalStateException("not connected");
        }
        try {
            var answer = answer(from);
            while (answer.status() < 200) {
                answer = answer(from);
            }
            boolean whole = !method.equals("HEAD") && answer.status() != 204 && answer.status() != 304;
            boolean framed = !whole || skipBody(from, answer.headers());
            if (unsent != null
                    || !framed
                    || "close".equalsIgnoreCase(answer.headers().get("connection"))) {
                close();
            }
            return answer;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private Socket connected() throws IOException {
        var open = socket;
        if (open == null) {
            open = new Socket();
            open.setTcpNoDelay(true);
            open.setSoTimeout(patienceMs);
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMs);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        return open;
    }

    private static Answer answer(InputStream from) throws IOException {
        var status = line(from);
        if (!status.startsWith("HTTP/1.")) {
            throw new IOException("no HTTP: " + status);
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(from); !line.isEmpty(); line = line(from)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers);
    }

    /** False when the end of the connection is the end of the body. */
    private static boolean skipBody(InputStream from, Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        if (length != null) {
            from.skipNBytes(Long.parseLong(length));
            return true;
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            from.skip(Long.MAX_VALUE);
            return false;
        }
        while (true) {
            int size = Integer.parseInt(line(from), 16);
            from.skipNBytes(size);
            line(from);
            if (size == 0) {
                return true;
            }
        }
    }

    private static String line(InputStream from) throws IOException {
        var line = new StringBuilder();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            line.append((char) next);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    @Override
    public void close() throws IOException {
        var open = socket;
        socket = null;
        in = null;
        if (open != null) {
            open.close();
        }
    }
}
