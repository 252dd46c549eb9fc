package dev.belfry.incident.incident.runbook;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.incident.catalog.service.CatalogStore;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.incident.incident.lifecycle.DeedCommands;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes runbooks, and ticks their steps in an incident; each tick is a line of its timeline. */
public final class RunbookCommands {
    private final Database database;
    private final RunbookStore store;
    private final DeedCommands deeds;
    private final CatalogStore catalog;
    private final InstantSource clock;

    public RunbookCommands(
            Database database, RunbookStore store, DeedCommands deeds, CatalogStore catalog, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.deeds = deeds;
        this.catalog = catalog;
        this.clock = clock;
    }

    public Future<Outcome> add(Runbook runbook) {
        return checked(
                runbook,
                () -> database.transact(tx -> store.count(tx)
                        .compose(count -> count >= RunbookStore.MOST
                                ? Future.succeededFuture(new Outcome.Refused(
                                        "There are " + count + " runbooks already. Remove some first."))
                                : store.add(tx, runbook).map(new Outcome.Done()))));
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(Runbook runbook, @Nullable Long seen) {
        return checked(
                runbook,
                () -> database.transact(tx -> store.lock(tx, runbook.id()).compose(before -> {
                    if (before.isEmpty()) {
                        return Future.succeededFuture(new Outcome.Missing());
                    }
                    return seen != null && seen != before.get().version()
                            ? Future.succeededFuture(new Outcome.Stale())
                            : store.change(tx, runbook).map(new Outcome.Done());
                })));
    }

    public Future<Outcome> remove(UUID id) {
        return database.transact(
                tx -> store.remove(tx, id).map(gone -> gone ? new Outcome.Done() : new Outcome.Missing()));
    }

    /** Ticks a step, or takes the tick back; what is so already stays without another line. */
    public Future<Outcome> tick(UUID incident, UUID runbook, String step, boolean done, Actor by) {
        return deeds.step(incident, tx -> store.find(tx, runbook), (tx, held, found) -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Outcome.Missing());
            }
            var book = found.get();
            if (!book.fits(held)) {
                return Future.succeededFuture(new Outcome.Refused(
                        book.name() + " is not for this incident: its service, severity or title is another."));
            }
            if (!book.steps().contains(step)) {
                return Future.succeededFuture(new Outcome.Invalid(
                        "step", "The runbook has no such step (any more). Give its words as they are listed."));
            }
            var changed = done
                    ? store.tick(tx, incident, runbook, step, clock.instant(), by.name())
                    : store.untick(tx, incident, runbook, step);
            var kind = done ? "step_done" : "step_reopened";
            var text = book.name() + (done ? ", done: " : ", not done after all: ") + step;
            return changed.compose(news -> news
                            ? deeds.tell(tx, held, kind, by, text, Map.of("runbook", runbook.toString()))
                            : Future.succeededFuture())
                    .map(new Outcome.Done());
        });
    }

    /** What is done once nothing is wrong with a runbook. */
    private interface Save {
        Future<Outcome> now();
    }

    private Future<Outcome> checked(Runbook runbook, Save save) {
        var wrong = problem(runbook);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        var known = runbook.services().stream().map(catalog::service).toList();
        return Future.all(known).compose(all -> {
            for (var i = 0; i < known.size(); i++) {
                if (known.get(i).result().isEmpty()) {
                    return Future.succeededFuture(new Outcome.Invalid(
                            "services",
                            "There is no service " + runbook.services().get(i) + "."));
                }
            }
            return save.now();
        });
    }

    private static @Nullable Outcome problem(Runbook runbook) {
        if (runbook.name().isBlank() || runbook.name().length() > Runbook.LONGEST_NAME) {
            return new Outcome.Invalid("name", "Give a name of 1 to " + Runbook.LONGEST_NAME + " characters.");
        }
        if (!usable(runbook.link())) {
            return new Outcome.Invalid("link", "Give an address that begins with https:// or http://.");
        }
        if (runbook.services().size() > Runbook.MOST_SERVICES) {
            return new Outcome.Invalid(
                    "services", "Name at most " + Runbook.MOST_SERVICES + " services, or none, which means all.");
        }
        var contains = runbook.titleContains();
        if (contains != null && contains.length() > Runbook.LONGEST_NAME) {
            return new Outcome.Invalid("titleContains", "Give at most " + Runbook.LONGEST_NAME + " characters.");
        }
        var steps = runbook.steps();
        if (steps.size() > Runbook.MOST_STEPS) {
            return new Outcome.Invalid("steps", "Write at most " + Runbook.MOST_STEPS + " steps.");
        }
        if (steps.isEmpty() && runbook.link() == null) {
            return new Outcome.Invalid("steps", "Write at least one step, or give a link to the runbook.");
        }
        if (steps.stream().anyMatch(step -> step.isBlank() || step.length() > Runbook.LONGEST_STEP)) {
            return new Outcome.Invalid("steps", "Each step has 1 to " + Runbook.LONGEST_STEP + " characters.");
        }
        return new HashSet<>(steps).size() < steps.size()
                ? new Outcome.Invalid("steps", "Two steps have the same words. Say how they differ.")
                : null;
    }

    private static boolean usable(@Nullable String link) {
        if (link == null) {
            return true;
        }
        try {
            var address = new URI(link);
            return link.length() <= Runbook.LONGEST_LINK
                    && address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
