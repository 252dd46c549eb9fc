package dev.belfry.incident.incident.response;

import dev.belfry.incident.catalog.directory.Asker;
import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Parsed;
import dev.belfry.incident.incident.lifecycle.Answer;
import dev.belfry.incident.incident.lifecycle.Command;
import dev.belfry.incident.incident.lifecycle.Decision;
import dev.belfry.incident.incident.lifecycle.Held;
import dev.belfry.incident.incident.lifecycle.IncidentCommands;
import dev.belfry.incident.incident.lifecycle.IncidentFilter;
import dev.belfry.incident.incident.lifecycle.IncidentListStore;
import dev.belfry.incident.incident.lifecycle.IncidentSearch;
import dev.belfry.incident.incident.lifecycle.IncidentStore;
import dev.belfry.incident.incident.lifecycle.Lifecycle;
import dev.belfry.incident.incident.lifecycle.MergeCommands;
import dev.belfry.incident.incident.lifecycle.Merging;
import dev.belfry.incident.incident.lifecycle.NoIncident;
import dev.belfry.incident.incident.lifecycle.Splitting;
import dev.belfry.incident.signal.alert.AlertStore;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Flash;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import dev.belfry.platform.console.PageReply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merging incidents in the console, taking them apart, splitting one, and giving one to others. */
public final class MergePages {
    private static final int CANDIDATES = 20;
    private static final int COMPARED = 500;
    private static final int MOST_AT_ONCE = 50;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_TO_SPLIT = 200;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final IncidentStore store;
    private final IncidentListStore lists;
    private final IncidentCommands commands;
    private final MergeCommands merges;
    private final AlertStore alerts;
    private final Directory directory;
    private final Ids ids;

    public MergePages(
            IncidentStore store,
            IncidentListStore lists,
            IncidentCommands commands,
            MergeCommands merges,
            AlertStore alerts,
            Directory directory,
            Ids ids) {
        this.store = store;
        this.lists = lists;
        this.commands = commands;
        this.merges = merges;
        this.alerts = alerts;
        this.directory = directory;
        this.ids = ids;
    }

    public void on(Console console) {
        console.get("/incidents/merge", Role.RESPONDER, call -> choose(call, asked(call), ""));
        console.post("/incidents/merge", Role.RESPONDER, this::merge);
        console.post("/incidents/merge/undo", Role.RESPONDER, this::undo);
        console.post("/incidents/:number/unmerge", Role.RESPONDER, this::unmerge);
        console.get("/incidents/:number/split", Role.RESPONDER, call -> splitting(call, ""));
        console.post("/incidents/:number/split", Role.RESPONDER, this::split);
        console.get("/incidents/:number/reassign", Role.RESPONDER, call -> reassignment(call, ""));
        console.post("/incidents/:number/reassign", Role.RESPONDER, this::reassign);
    }

    private static String asked(PageCall call) {
        var of = call.query("of");
        return of == null ? "" : of;
    }

    /** Which open incident they are one with: a search over those there are. */
    private Future<Page> choose(PageCall call, String of, String error) {
        var said = call.query("q");
        var text = cut(said == null ? call.form("q") : said.strip());
        var rest = call.form("why");
        return sources(of).compose(sources -> {
            if (sources.isEmpty()) {
                return Future.succeededFuture(NoIncident.page());
            }
            var numbers = sources.stream().map(held -> held.incident().number()).toList();
            var alike = sources.stream().map(Held::incident).toList();
            var wanted = IncidentSearch.of(IncidentFilter.OPEN, text, COMPARED);
            return lists.search(wanted).map(found -> {
                Map<String, Object> params = new HashMap<>();
                params.put("of", of);
                params.put("sources", views(sources));
                params.put(
                        "found",
                        views(found.stream()
                                .filter(held ->
                                        !numbers.contains(held.incident().number()))
                                .sorted(Comparator.comparingDouble(held -> -Likeness.of(held.incident(), alike)))
                                .limit(CANDIDATES)
                                .toList()));
                params.put("search", text);
                params.put("why", rest);
                params.put("error", error);
                var page = new Page("Merge incidents", "incidents", "merge.jte", params);
                return error.isEmpty() ? page : page.withStatus(422);
            });
        });
    }

    /** One after the other: each is decided for itself, and the answer says of which it could not be done, and why. */
    private Future<PageReply> merge(PageCall call) {
        var of = call.form("of");
        var into = call.form("into");
        var number = Parsed.number(into);
        if (number == null) {
            return choose(call, of, "Choose the incident that goes on.").map(page -> page);
        }
        return Future.all(sources(of), store.find(number.longValue())).compose(both -> {
            List<Held> sources = both.resultAt(0);
            Optional<Held> target = both.resultAt(1);
            if (target.isEmpty() || sources.isEmpty()) {
                return choose(call, of, "That incident is gone. Choose another one.")
                        .map(page -> page);
            }
            var refused = new ArrayList<String>();
            Future<Void> done = Future.succeededFuture();
            for (var source : sources) {
                done = done.compose(before -> merges.merge(
                                source.incident().id(),
                                target.get().incident().id(),
                                cut(call.form("why")),
                                Asker.of(call.principal()),
                                null))
                        .map(outcome -> {
                            if (!(outcome instanceof Merging.Outcome.Done)) {
                                refused.add(reason(outcome));
                            }
                            return null;
                        });
            }
            return done.map(all -> told(sources, into, refused));
        });
    }

    private static PageReply told(List<Held> sources, String into, List<String> refused) {
        var at = "/incidents/" + into;
        var merged = sources.size() - refused.size();
        var words = (merged == 1 ? "1 incident is" : merged + " incidents are") + " part of #" + into + " now.";
        if (!refused.isEmpty()) {
            var kept = " Not merged: " + String.join("; ", refused) + ".";
            return PageReply.warning(
                    at,
                    merged == 0 ? Flash.Kind.REFUSED : Flash.Kind.WARNING,
                    merged == 0 ? kept.strip() : words + kept);
        }
        var of = sources.stream()
                .map(held -> Long.toString(held.incident().number()))
                .collect(Collectors.joining("_"));
        return PageReply.undoable(at, words, "/incidents/merge/undo?of=" + of);
    }

    /** Takes each of them out again; what cannot be taken out is said. */
    private Future<PageReply> undo(PageCall call) {
        return sources(asked(call)).compose(sources -> {
            var refused = new ArrayList<String>();
            Future<Void> done = Future.succeededFuture();
            for (var source : sources) {
                var number = source.incident().number();
                done = done.compose(before -> merges.unmerge(source.incident().id(), Asker.of(call.principal())))
                        .map(outcome -> {
                            if (!(outcome instanceof Merging.Outcome.Done)) {
                                refused.add("#" + number + ": " + reason(outcome));
                            }
                            return null;
                        });
            }
            var one = sources.size() == 1
                    ? "/incidents/" + sources.getFirst().incident().number()
                    : "/incidents";
            return done.map(all -> refused.isEmpty()
                    ? PageReply.redirect(one, "Taken apart again. Each has its own alerts, and pages for itself.")
                    : PageReply.warning(
                            one, Flash.Kind.WARNING, "Not taken apart: " + String.join("; ", refused) + "."));
        });
    }

    private Future<PageReply> unmerge(PageCall call) {
        return with(
                call,
                held -> merges.unmerge(held.incident().id(), Asker.of(call.principal()))
                        .map(outcome -> {
                            var at = "/incidents/" + held.incident().number();
                            return outcome instanceof Merging.Outcome.Done done
                                    ? PageReply.redirect(
                                            at,
                                            LocalWords.of(
                                                            done.moves()
                                                                    .getFirst()
                                                                    .told(),
                                                            call.view()::clock) + ".")
                                    : PageReply.warning(
                                            at, Flash.Kind.REFUSED, "Nothing was changed: " + reason(outcome) + ".");
                        }));
    }

    private Future<Page> splitting(PageCall call, String error) {
        return store.numbered(call.path("number"))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(NoIncident.page())
                        : alerts.ofIncident(found.get().incident().id(), MOST_TO_SPLIT)
                                .map(of -> {
                                    Map<String, Object> params = new HashMap<>();
                                    params.put("incident", IncidentView.of(found.get(), null));
                                    params.put("alerts", of);
                                    params.put("chosen", ticked(call));
                                    params.put("title", call.form("title"));
                                    params.put("error", error);
                                    var number = found.get().incident().number();
                                    var page = new Page("Split #" + number, "incidents", "split.jte", params);
                                    return error.isEmpty() ? page : page.withStatus(422);
                                }));
    }

    private static List<String> ticked(PageCall call) {
        return call.context().request().formAttributes().getAll("alert");
    }

    private Future<PageReply> split(PageCall call) {
        var chosen = ticked(call);
        if (chosen.isEmpty()
                || !chosen.stream().allMatch(id -> UUID_TEXT.matcher(id).matches())) {
            return splitting(call, "Choose the alerts that have another cause.").map(page -> page);
        }
        var title = call.form("title").replace('\0', '\uFFFD').strip();
        if (title.length() > Lifecycle.LONGEST_TITLE) {
            return splitting(call, "Give a title of up to 1,024 characters.").map(page -> page);
        }
        var wish = new Splitting.Wish(
                chosen.stream().map(UUID::fromString).toList(),
                title,
                call.form("acknowledge").equals("yes"));
        return with(
                call,
                held -> merges.split(held.incident().id(), ids.next(), wish, Asker.of(call.principal()), null)
                        .compose(outcome -> outcome instanceof Merging.Outcome.Done done
                                ? Future.succeededFuture(PageReply.redirect(
                                        "/incidents/" + done.source().incident().number(),
                                        "Split off #" + held.incident().number() + "."))
                                : splitting(call, reason(outcome) + ".").map(page -> page)));
    }

    private Future<Page> reassignment(PageCall call, String error) {
        var asked = call.query("q");
        var part = cut(asked == null ? "" : asked.strip());
        return store.numbered(call.path("number")).map(found -> {
            if (found.isEmpty()) {
                return NoIncident.page();
            }
            Map<String, Object> params = new HashMap<>();
            params.put("incident", IncidentView.of(found.get(), null));
            params.put("policies", directory.policies());
            params.put("people", Assignable.named(directory, part, CANDIDATES));
            params.put("search", part);
            params.put("error", error);
            var page = new Page("Reassign #" + found.get().incident().number(), "incidents", "reassign.jte", params);
            return error.isEmpty() ? page : page.withStatus(422);
        });
    }

    private Future<PageReply> reassign(PageCall call) {
        var person = call.form("person");
        if (!person.isEmpty()) {
            return assign(call, person);
        }
        var policy = directory.policies().stream()
                .filter(one -> one.id().toString().equals(call.form("policy")))
                .findFirst();
        if (policy.isEmpty()) {
            return reassignment(call, "Choose a person or an escalation policy.")
                    .map(page -> page);
        }
        UUID id = policy.get().id();
        var name = policy.get().name();
        return reassign(call, new Command.Reassign(id, name), name + " is paged for it now.");
    }

    private Future<PageReply> assign(PageCall call, String person) {
        var chosen = directory.activePerson(person);
        if (chosen == null) {
            return reassignment(call, "Choose a person who can sign in.").map(page -> page);
        }
        var hindrance = Assignable.hindrance(directory, chosen.id());
        if (hindrance != null) {
            return reassignment(call, hindrance).map(page -> page);
        }
        var to = Assignable.of(directory, chosen.id());
        return reassign(call, new Command.Assign(to), "Only " + to.name() + " is paged for it now.");
    }

    private Future<PageReply> reassign(PageCall call, Command to, String done) {
        return with(
                call,
                held -> commands.act(held.incident().id(), to, Asker.of(call.principal()))
                        .map(answer -> {
                            var at = "/incidents/" + held.incident().number();
                            return answer instanceof Answer.Decided decided
                                            && decided.decision() instanceof Decision.Refused refused
                                    ? PageReply.warning(
                                            at, Flash.Kind.REFUSED, "Nothing was changed: " + refused.reason() + ".")
                                    : PageReply.redirect(at, done);
                        }));
    }

    private interface Step {
        Future<PageReply> take(Held held);
    }

    private Future<PageReply> with(PageCall call, Step step) {
        return store.numbered(call.path("number"))
                .compose(found -> found.isEmpty() ? Future.succeededFuture(NoIncident.page()) : step.take(found.get()));
    }

    /** The incidents of these numbers, as {@code 12_13}, that there are. */
    private Future<List<Held>> sources(String of) {
        var numbers =
                Stream.of(of.split("_", MOST_AT_ONCE + 1)).limit(MOST_AT_ONCE).toList();
        return Future.all(numbers.stream().map(store::numbered).toList())
                .map(all -> all.<Optional<Held>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static List<IncidentView> views(List<Held> all) {
        return all.stream().map(held -> IncidentView.of(held, null)).toList();
    }

    private static String reason(Merging.Outcome outcome) {
        return switch (outcome) {
            case Merging.Outcome.Missing missing -> "an incident is gone";
            case Merging.Outcome.Stale stale -> "it has changed since";
            case Merging.Outcome.Unfit unfit -> unfit.reason();
            case Merging.Outcome.Refused refused -> refused.reason();
            case Merging.Outcome.Done done -> "";
        };
    }

    private static String cut(String text) {
        var plain = text.replace('\0', '\uFFFD');
        return plain.length() > LONGEST_TEXT ? plain.substring(0, LONGEST_TEXT) : plain;
    }
}
