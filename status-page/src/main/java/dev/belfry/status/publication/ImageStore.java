package dev.belfry.status.publication;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last images on disk, so that readers are served after a restart while the database and the broker are away. */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    private static final int FORMAT = 1;

    private final String directory;

    /** @param directory where they are kept; empty to keep none */
    public ImageStore(String directory) {
        this.directory = directory;
    }

    private Path file() {
        return Path.of(directory, "pages.json");
    }

    /** As they were kept, the oldest page first; none when there are none, or they cannot be read. */
    public List<PageImage> load() {
        if (directory.isEmpty() || !Files.exists(file())) {
            return List.of();
        }
        try {
            var kept = new JsonObject(Files.readString(file()));
            if (kept.getInteger("format", 0) != FORMAT) {
                return List.of();
            }
            return kept.getJsonArray("pages").stream()
                    .map(JsonObject.class::cast)
                    .map(ImageStore::read)
                    .toList();
        } catch (IOException
                | DecodeException
                | ClassCastException
                | DateTimeException
                | NullPointerException unreadable) {
            LOG.atWarn().setCause(unreadable).log("the kept pages cannot be read: starting without them");
            return List.of();
        }
    }

    private static PageImage read(JsonObject page) {
        Map<String, PageImage.Source> sources = new LinkedHashMap<>();
        for (var each : page.getJsonObject("documents")) {
            var document = (JsonObject) each.getValue();
            sources.put(each.getKey(), new PageImage.Source(document.getString("type"), document.getString("text")));
        }
        return PageImage.of(
                page.getString("slug"),
                page.getString("domain"),
                page.getLong("revision"),
                Instant.parse(page.getString("madeAt")),
                page.getBoolean("calm"),
                sources);
    }

    /** Replaces what is kept with what there is now, whole or not at all; blocking. */
    synchronized void keep(Supplier<Collection<PageImage>> now) {
        if (directory.isEmpty()) {
            return;
        }
        var pages = new JsonArray();
        now.get().forEach(image -> pages.add(written(image)));
        var bytes = new JsonObject()
                .put("format", FORMAT)
                .put("pages", pages)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(Path.of(directory));
            var next = file().resolveSibling("pages.json.next");
            try (var channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            LOG.atWarn().setCause(full).log("the pages could not be kept on disk: a cold start shows older ones");
        }
    }

    private static JsonObject written(PageImage image) {
        var documents = new JsonObject();
        image.documents()
                .forEach((name, document) -> documents.put(
                        name,
                        new JsonObject()
                                .put("type", document.source().mediaType())
                                .put("text", document.source().text())));
        return new JsonObject()
                .put("slug", image.slug())
                .put("domain", image.domain())
                .put("revision", image.revision())
                .put("madeAt", image.madeAt().toString())
                .put("calm", image.calm())
                .put("documents", documents);
    }
}
