package dev.belfry.platform.console;

import dev.belfry.platform.id.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Style sheets and scripts of the console: from memory, at addresses with their hash in them, cached for ever. */
final class Assets {
    static final String WEBJARS = "META-INF/resources/webjars/";
    private static final Map<String, String> SOURCES = Map.of(
            "htmx.js",
            WEBJARS + "htmx.org/2.0.8/dist/htmx.min.js",
            "belfry.css",
            "assets/belfry.css",
            "belfry.js",
            "assets/belfry.js",
            "belfry.svg",
            "assets/belfry.svg");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Buffer> contents = new HashMap<>();
    /** The same, compressed once at the start: many a host in front passes on what it gets. */
    private final Map<String, Buffer> zipped = new HashMap<>();

    private final Map<String, String> paths = new HashMap<>();

    Assets() {
        SOURCES.forEach(this::add);
    }

    /** @param name as pages call it; its ending says what it is */
    void add(String name, String source) {
        var content = read(source);
        contents.put(name, Buffer.buffer(content));
        zipped.put(name, Buffer.buffer(zip(content)));
        var hash = Sha256.hex(new String(content, StandardCharsets.ISO_8859_1));
        paths.put(name, "/assets/" + hash.substring(0, 12) + "/" + name);
    }

    String path(String name) {
        var path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException("no such asset: " + name);
        }
        return path;
    }

    void mount(Router router) {
        router.get("/assets/:hash/:name").handler(context -> {
            var name = String.valueOf(context.pathParam("name"));
            var accepted = context.request().getHeader("Accept-Encoding");
            boolean zip = accepted != null && accepted.contains("gzip");
            var content = (zip ? zipped : contents).get(name);
            if (content == null) {
                // Another service's own, when this is the edge of them all.
                context.next();
                return;
            }
            context.response()
                    .putHeader("Content-Encoding", zip ? "gzip" : "identity")
                    .putHeader("Vary", "Accept-Encoding")
                    .putHeader("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                    .putHeader("Cache-Control", "public, max-age=31536000, immutable")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(content);
        });
    }

    private static byte[] zip(byte[] content) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return zipped.toByteArray();
    }

    static byte[] read(String resource) {
        try (var in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
