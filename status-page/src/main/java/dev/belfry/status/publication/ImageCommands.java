package dev.belfry.status.publication;

import dev.belfry.platform.console.Live;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the image of each status page in memory as it is now.
 *
 * <pre>
 *   something changed (here: at once; elsewhere: seen within a second) ──▶ read ──▶ render ──▶ swap the images
 *   ──▶ keep them on disk, tell readers who follow live
 * </pre>
 */
public final class ImageCommands implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCommands.class);
    private static final long WATCH_MS = 1_000;
    private static final long SETTLE_MS = 20;
    private static final long PAUSE_MS = 200;
    private static final Duration OLD = Duration.ofMinutes(1);

    private final PublicationQueries queries;
    private final StatusTemplate template;
    private final Live live;
    private final ImageStore kept;
    private final InstantSource clock;
    private final Vertx vertx;
    /** When the database last said what the pages are. */
    private volatile Instant confirmed = Instant.EPOCH;

    /** By slug, the oldest page first. */
    private volatile Map<String, PageImage> images = Map.of();

    private final AtomicBoolean settling = new AtomicBoolean();
    private volatile boolean refreshing;
    private volatile boolean again;

    public ImageCommands(
            PublicationQueries queries,
            StatusTemplate template,
            Live live,
            ImageStore kept,
            InstantSource clock,
            Vertx vertx) {
        this.queries = queries;
        this.template = template;
        this.live = live;
        this.kept = kept;
        this.clock = clock;
        this.vertx = vertx;
    }

    @Nullable
    PageImage bySlug(String slug) {
        return images.get(slug);
    }

    /**
     * The page whose domain this is; the oldest under the address of {@code BELFRY_STATUS_URL} and on this machine, and
     * under every name as long as no page has a domain of its own. Null where nothing is to be seen under this name.
     */
    @Nullable
    PageImage byHost(@Nullable String host) {
        var all = images.values();
        if (all.isEmpty()) {
            return null;
        }
        for (var image : all) {
            if (host != null && image.domain().equalsIgnoreCase(host)) {
                return image;
            }
        }
        boolean anyName = all.stream().allMatch(image -> image.domain().isEmpty());
        return anyName || host == null || template.isOwn(host) ? all.iterator().next() : null;
    }

    @Override
    public void changed() {
        // Several changes of one moment, and the commit that is just under way, become one image.
        if (settling.compareAndSet(false, true)) {
            vertx.setTimer(SETTLE_MS, settled -> {
                settling.set(false);
                refresh();
            });
        }
    }

    /** The images of the last run, marked as old; false when there are none. Blocking. */
    public boolean load() {
        var loaded = new LinkedHashMap<String, PageImage>();
        kept.load().forEach(image -> loaded.put(image.slug(), image.asOld()));
        images = loaded;
        return !loaded.isEmpty();
    }

    /** The first images, and from then on a look every second at what other replicas changed. */
    public void startWatching() {
        refresh();
        vertx.setPeriodic(WATCH_MS, look -> refresh());
    }

    private void refresh() {
        if (refreshing) {
            again = true;
            return;
        }
        refreshing = true;
        again = false;
        queries.pages()
                .compose(pages -> {
                    var next = new LinkedHashMap<String, PageImage>();
                    Future<Void> all = Future.succeededFuture();
                    for (var page : pages) {
                        all = all.compose(before -> image(page)).map(image -> {
                            next.put(page.slug(), image);
                            return null;
                        });
                    }
                    return all.map(next);
                })
                .onComplete(made -> {
                    if (made.succeeded()) {
                        confirmed = clock.instant();
                        swap(made.result());
                    } else {
                        LOG.atWarn().setCause(made.cause()).log("the images stay as they are");
                        grow();
                    }
                    // In a storm of changes the page is made anew a few times a second, not for each of them.
                    vertx.setTimer(PAUSE_MS, paused -> {
                        refreshing = false;
                        if (again) {
                            refresh();
                        }
                    });
                });
    }

    private Future<PageImage> image(StatusPage page) {
        var current = images.get(page.slug());
        var now = clock.instant();
        if (current != null && current.isCurrent(page, now)) {
            return Future.succeededFuture(current);
        }
        return queries.publication(page).compose(found -> vertx.executeBlocking(() -> template.render(found, now)));
    }

    /** When the database has been away for a while, pages say from when they are. */
    private void grow() {
        if (confirmed.plus(OLD).isBefore(clock.instant())
                && images.values().stream().anyMatch(image -> !image.old())) {
            var next = new LinkedHashMap<String, PageImage>();
            images.forEach((slug, image) -> next.put(slug, image.old() ? image : image.asOld()));
            images = next;
        }
    }

    private void swap(Map<String, PageImage> next) {
        var before = images;
        images = next;
        if (!before.equals(next)) {
            vertx.executeBlocking(() -> {
                        kept.keep(() -> images.values());
                        return true;
                    })
                    .onFailure(failed -> LOG.atWarn().setCause(failed).log("the pages could not be kept on disk"));
        }
        next.forEach((slug, image) -> {
            var old = before.get(slug);
            if (old != null && old.revision() != image.revision()) {
                live.send(
                        "update",
                        new JsonObject()
                                .put("page", slug)
                                .put("revision", image.revision())
                                .encode());
            }
        });
    }
}
