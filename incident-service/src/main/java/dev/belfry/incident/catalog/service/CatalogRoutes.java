package dev.belfry.incident.catalog.service;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.http.Call;
import dev.belfry.platform.http.Problem;
import dev.belfry.platform.http.Reply;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services over the API. */
public final class CatalogRoutes {
    private final CatalogStore store;
    private final CatalogCommands commands;
    private final Ids ids;

    /** A service as the API shows it. */
    private record ServiceView(
            UUID id,
            String name,
            String description,
            @Nullable UUID escalationPolicy,
            Grouping grouping,
            List<String> groupFields,
            @Nullable WindowView groupWindow,
            Duration recurrence,
            Duration resolveHold,
            @Nullable Duration autoResolve,
            @Nullable UUID team,
            @Nullable Integer tier,
            List<Profile.Link> links,
            @Nullable String runbook,
            List<UUID> dependsOn,
            boolean quietWhileDependencyDown,
            UrgencyRule urgency,
            NoiseRule noise,
            long version) {}

    private record WindowView(String from, Duration length) {}

    private record ServiceInput(
            String name,
            @Nullable String description,
            @Nullable UUID escalationPolicy,
            @Nullable Grouping grouping,
            @Nullable List<String> groupFields,
            @Nullable WindowInput groupWindow,
            @Nullable String recurrence,
            @Nullable String resolveHold,
            @Nullable String autoResolve,
            @Nullable UUID team,
            @Nullable Integer tier,
            @Nullable List<Profile.Link> links,
            @Nullable String runbook,
            @Nullable List<UUID> dependsOn,
            @Nullable Boolean quietWhileDependencyDown,
            @Nullable UrgencyRule urgency,
            @Nullable NoiseRule noise) {}

    private record WindowInput(@Nullable String from, String length) {}

    private record CatalogInput(List<ServiceInput> services) {}

    /** Services by what became of them, or would. */
    private record ImportView(
            boolean dryRun,
            List<String> created,
            List<String> changed,
            List<String> losePolicy,
            List<Import.Reset> reset,
            List<String> unchanged,
            List<String> notListed) {}

    public CatalogRoutes(CatalogStore store, CatalogCommands commands, Ids ids) {
        this.ids = ids;
        this.store = store;
        this.commands = commands;
    }

    public void on(Api api) {
        api.on("listServices", Role.VIEWER, this::listServices)
                .on("createService", Role.MANAGER, this::createService)
                .on("getService", Role.VIEWER, call -> showService(call.id("id")))
                .on("replaceService", Role.MANAGER, this::replaceService)
                .on("importCatalog", Role.MANAGER, this::bring)
                .on(
                        "deleteService",
                        Role.MANAGER,
                        call -> commands.removeService(call.id("id"))
                                .compose(outcome -> answer(outcome, () -> Future.succeededFuture(Reply.noContent()))));
    }

    private Future<Reply> listServices(Call call) {
        var cursor = call.cursor();
        return store.services(cursor == null ? null : decoded(cursor), call.limit() + 1)
                .map(found -> {
                    var page = found.subList(0, Math.min(found.size(), call.limit()));
                    var next =
                            found.size() > page.size() ? encoded(page.getLast().name()) : null;
                    return Reply.list(
                            call, page.stream().map(CatalogRoutes::view).toList(), next);
                });
    }

    private Future<Reply> showService(UUID id) {
        return store.service(id)
                .map(found -> found.map(service -> Reply.ok(view(service), service.version()))
                        .orElseGet(() -> Reply.notFound("service", "/api/v1/services")));
    }

    private Future<Reply> createService(Call call) {
        var id = call.newId();
        var service = service(id, call.body(ServiceInput.class));
        return commands.addService(service)
                .compose(outcome -> answer(
                        outcome,
                        () -> Future.succeededFuture(Reply.created("/api/v1/services/" + id, view(service), 1))));
    }

    private Future<Reply> bring(Call call) {
        var dryRun = "true".equals(call.query("dryRun"));
        var listed = call.body(CatalogInput.class).services().stream()
                .map(input -> service(ids.next(), input))
                .toList();
        return commands.bring(listed, dryRun).map(outcome -> switch (outcome) {
            case Import.Planned planned ->
                Reply.ok(new ImportView(
                        dryRun,
                        planned.created().stream().map(Service::name).toList(),
                        planned.changed().stream().map(Service::name).toList(),
                        planned.losePolicy(),
                        planned.reset(),
                        planned.unchanged(),
                        planned.notListed()));
            case Import.Wrong wrong -> Reply.invalid(new Problem.Field("#/" + wrong.field(), wrong.reason()));
        });
    }

    private Future<Reply> replaceService(Call call) {
        var service = service(call.id("id"), call.body(ServiceInput.class));
        return commands.changeService(service, call.ifMatch())
                .compose(outcome -> answer(outcome, () -> showService(service.id())));
    }

    private static Service service(UUID id, ServiceInput input) {
        return new Service(
                id,
                input.name().strip(),
                Objects.requireNonNullElse(input.description(), ""),
                input.escalationPolicy(),
                group(input),
                new Ending(
                        input.resolveHold() == null ? Duration.ZERO : duration(input.resolveHold()),
                        input.autoResolve() == null ? null : duration(input.autoResolve())),
                new Profile(
                        input.team(),
                        input.tier(),
                        Objects.requireNonNullElse(input.links(), List.of()),
                        input.runbook()),
                new Dependencies(
                        Objects.requireNonNullElse(input.dependsOn(), List.of()),
                        Boolean.TRUE.equals(input.quietWhileDependencyDown())),
                Objects.requireNonNullElse(input.urgency(), UrgencyRule.USUAL),
                Objects.requireNonNullElse(input.noise(), NoiseRule.USUAL),
                1);
    }

    /** What cannot be read is out of bounds, and refused by its field. */
    private static GroupRule group(ServiceInput input) {
        var window = input.groupWindow();
        return new GroupRule(
                Objects.requireNonNullElse(input.grouping(), Grouping.ALERT),
                Objects.requireNonNullElse(input.groupFields(), List.<String>of()).stream()
                        .map(String::strip)
                        .toList(),
                window == null ? null : new GroupRule.Window(!"first".equals(window.from()), duration(window.length())),
                input.recurrence() == null ? GroupRule.USUAL_RECURRENCE : duration(input.recurrence()));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            return Duration.ofDays(-1);
        }
    }

    private static Future<Reply> answer(Outcome outcome, Supplier<Future<Reply>> done) {
        return OutcomeRoutes.answer(outcome, Reply.notFound("service", "/api/v1/services"), done);
    }

    private static ServiceView view(Service service) {
        var window = service.group().window();
        return new ServiceView(
                service.id(),
                service.name(),
                service.description(),
                service.escalationPolicyId(),
                service.group().by(),
                service.group().fields(),
                window == null ? null : new WindowView(window.rolls() ? "last" : "first", window.length()),
                service.group().recurs(),
                service.ending().hold(),
                service.ending().forgotten(),
                service.profile().team(),
                service.profile().tier(),
                service.profile().links(),
                service.profile().runbook(),
                service.dependencies().needs(),
                service.dependencies().quiet(),
                service.urgency(),
                service.noise(),
                service.version());
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).replace("\0", "");
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
