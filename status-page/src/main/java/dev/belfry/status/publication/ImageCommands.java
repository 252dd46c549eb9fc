package dev.belfry.status.publication;

import dev.belfry.platform.console.Live;
import dev.belfry.status.page.Changes;
import dev.belfry.status.page.StatusPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
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
 *   something changed (here: at once; elsewhere: seen within a second) ──▶ read ──▶ render ──▶ swap the images ──▶ tell
 *   readers who follow live
 * </pre>
 */
public final class ImageCommands implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCommands.class);
    private static final long WATCH_MS = 1_000;
    private static final long SETTLE_MS = 20;
    private static final long PAUSE_MS = 200;

    private final PublicationQueries queries;
    private final StatusTemplate template;
    private final Live live;
    private final InstantSource clock;
    private final Vertx vertx;
    /** By slug, the oldest page first. */
    private volatile Map<String, PageImage> images = Map.of();

    private final AtomicBoolean settling = new AtomicBoolean();
    private volatile boolean refreshing;
    private volatile boolean again;

    public ImageCommands(
            PublicationQueries queries, StatusTemplate template, Live live, InstantSource clock, Vertx vertx) {
        this.queries = queries;
        this.template = template;
        this.live = live;
        this.clock = clock;
        this.vertx = vertx;
    }

    @Nullable
    PageImage bySlug(String slug) {
        return images.get(slug);
    }

    /** The page of this host name, else the oldest. */
    @Nullable
    PageImage byHost(@Nullable String host) {
        PageImage oldest = null;
        for (var image : images.values()) {
            if (host != null && image.domain().equalsIgnoreCase(host)) {
                return image;
            }
            oldest = oldest == null ? image : oldest;
        }
        return oldest;
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
                        swap(made.result());
                    } else {
                        LOG.atWarn().setCause(made.cause()).log("the images stay as they are");
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
        if (current != null && current.revision() == page.revision()) {
            return Future.succeededFuture(current);
        }
        return queries.publication(page).map(found -> template.render(found, clock.instant()));
    }

    private void swap(Map<String, PageImage> next) {
        var before = images;
        images = next;
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
