package dev.belfry.standalone;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** What the example made, and the one button that removes it. */
final class ExamplePages {
    private final Vertx vertx;
    private final Supplier<Example.Kept> kept;
    private final Callable<Example.Kept> remove;

    /**
     * @param kept what is there of the example
     * @param remove removes it, which takes a while, and answers what is left
     */
    ExamplePages(Vertx vertx, Supplier<Example.Kept> kept, Callable<Example.Kept> remove) {
        this.vertx = vertx;
        this.kept = kept;
        this.remove = remove;
    }

    void on(Console console) {
        console.get("/example", Role.ADMIN, call -> Future.succeededFuture(show()));
        console.post("/example/remove", Role.ADMIN, this::remove);
    }

    private Page show() {
        return new Page(
                "Example data",
                "admin",
                "example.jte",
                Map.of("things", kept.get().things()));
    }

    private Future<PageReply> remove(PageCall call) {
        return vertx.executeBlocking(remove)
                .map(left -> left.things().isEmpty()
                        ? PageReply.redirect("/start", "The example data is removed.")
                        : PageReply.warning(
                                "/example",
                                Flash.Kind.WARNING,
                                "Not everything could be removed. See below what is left, and why."));
    }
}
