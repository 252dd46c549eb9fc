package dev.belfry.oncall;

import dev.belfry.contracts.Topics;
import dev.belfry.oncall.identity.access.CallerRoutes;
import dev.belfry.oncall.identity.audit.AuditPages;
import dev.belfry.oncall.identity.audit.AuditQueries;
import dev.belfry.oncall.identity.audit.AuditRoutes;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.directory.ContactStatuses;
import dev.belfry.oncall.identity.oidc.OidcCommands;
import dev.belfry.oncall.identity.oidc.OidcPages;
import dev.belfry.oncall.identity.oidc.ProviderClient;
import dev.belfry.oncall.identity.people.AccessPages;
import dev.belfry.oncall.identity.people.Owned;
import dev.belfry.oncall.identity.people.PasswordCommands;
import dev.belfry.oncall.identity.people.PeopleCommands;
import dev.belfry.oncall.identity.people.PeoplePages;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.identity.people.PeopleRoutes;
import dev.belfry.oncall.identity.people.TeamCommands;
import dev.belfry.oncall.identity.people.TeamPages;
import dev.belfry.oncall.identity.people.TokenCommands;
import dev.belfry.oncall.identity.people.TokenUseCommands;
import dev.belfry.oncall.identity.profile.ProfileCommands;
import dev.belfry.oncall.identity.profile.ProfilePages;
import dev.belfry.oncall.identity.profile.ProfileQueries;
import dev.belfry.oncall.identity.profile.ReminderCommands;
import dev.belfry.oncall.identity.profile.ReminderRoutes;
import dev.belfry.oncall.identity.scim.ScimCommands;
import dev.belfry.oncall.identity.scim.ScimRoutes;
import dev.belfry.oncall.identity.signin.Guessing;
import dev.belfry.oncall.identity.signin.LinkCommands;
import dev.belfry.oncall.identity.signin.LinkPages;
import dev.belfry.oncall.identity.signin.SigninCommands;
import dev.belfry.oncall.identity.signin.SigninLinkStore;
import dev.belfry.oncall.identity.signin.SigninPages;
import dev.belfry.oncall.paging.editor.PolicyEditorPages;
import dev.belfry.oncall.paging.editor.PolicyListPages;
import dev.belfry.oncall.paging.editor.PolicyPages;
import dev.belfry.oncall.paging.escalation.EscalationService;
import dev.belfry.oncall.paging.escalation.PageCountStore;
import dev.belfry.oncall.paging.policy.Place;
import dev.belfry.oncall.paging.policy.PolicyCommands;
import dev.belfry.oncall.paging.policy.PolicyQueries;
import dev.belfry.oncall.paging.policy.PolicyRoutes;
import dev.belfry.oncall.paging.search.SearchPages;
import dev.belfry.oncall.rota.absence.AbsenceCommands;
import dev.belfry.oncall.rota.absence.AbsenceIntakeCommands;
import dev.belfry.oncall.rota.absence.AbsencePages;
import dev.belfry.oncall.rota.absence.AbsenceQueries;
import dev.belfry.oncall.rota.absence.AbsenceRoutes;
import dev.belfry.oncall.rota.absence.ConflictCommands;
import dev.belfry.oncall.rota.absence.HolidayIntakeCommands;
import dev.belfry.oncall.rota.board.BoardPages;
import dev.belfry.oncall.rota.board.BoardQueries;
import dev.belfry.oncall.rota.board.MyDutyPages;
import dev.belfry.oncall.rota.calendar.CalendarCommands;
import dev.belfry.oncall.rota.calendar.CalendarPages;
import dev.belfry.oncall.rota.calendar.CalendarQueries;
import dev.belfry.oncall.rota.calendar.CalendarRoutes;
import dev.belfry.oncall.rota.coverage.CoverageService;
import dev.belfry.oncall.rota.exchange.ExchangeCommands;
import dev.belfry.oncall.rota.exchange.SwapPages;
import dev.belfry.oncall.rota.exchange.SwapQueries;
import dev.belfry.oncall.rota.exchange.SwapRoutes;
import dev.belfry.oncall.rota.handoff.HandoffService;
import dev.belfry.oncall.rota.handoff.HandoffStore;
import dev.belfry.oncall.rota.handoff.ShiftChangeCommands;
import dev.belfry.oncall.rota.ical.CalendarClient;
import dev.belfry.oncall.rota.imports.ImportCommands;
import dev.belfry.oncall.rota.imports.ImportRoutes;
import dev.belfry.oncall.rota.imports.ScheduleIntakeCommands;
import dev.belfry.oncall.rota.outside.OutsideCommands;
import dev.belfry.oncall.rota.outside.OutsideKind;
import dev.belfry.oncall.rota.outside.OutsideQueries;
import dev.belfry.oncall.rota.outside.OutsideRoutes;
import dev.belfry.oncall.rota.outside.OutsideSweep;
import dev.belfry.oncall.rota.outside.ReadCommands;
import dev.belfry.oncall.rota.planner.EditorPages;
import dev.belfry.oncall.rota.planner.OverridePages;
import dev.belfry.oncall.rota.planner.SchedulePages;
import dev.belfry.oncall.rota.planner.TemporaryPages;
import dev.belfry.oncall.rota.schedule.OverrideCommands;
import dev.belfry.oncall.rota.schedule.OverrideRoutes;
import dev.belfry.oncall.rota.schedule.ScheduleCommands;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleRoutes;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.http.Api;
import dev.belfry.platform.run.Host;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts the on-call service together. */
public final class OncallService {
    /** Where the schema is on the class path. */
    public static final String MIGRATIONS = "db/oncall";

    private static final int MOST_OWNED = 100;

    private OncallService() {}

    /** Starts the service; it is ready when this returns. */
    public static Host start(Settings settings) {
        Host host = Host.open(settings.host(), MIGRATIONS);
        try {
            wire(host, settings);
            host.start();
            return host;
        } catch (RuntimeException failed) {
            host.stop();
            throw failed;
        }
    }

    private static void wire(Host host, Settings settings) {
        CallerRoutes.mount(host.router(), settings.proxies());
        var random = new SecureRandom();
        var database = host.database();
        var passwords = new PasswordCommands(host.vertx(), random);
        var people = new PeopleCommands(database, host.clock(), host.ids(), passwords, EscalationService::without);
        var tokens = new TokenCommands(database, host.clock(), host.ids(), random);
        var teams = new TeamCommands(database, host.ids());
        var everybody = new PeopleQueries(database);
        var watch = new ShiftChangeCommands(host.clock(), host.ids());
        var scheduleCommands = new ScheduleCommands(database, host.clock(), watch);
        var overrideCommands = new OverrideCommands(database, host.clock(), watch);
        var schedules = new ScheduleQueries(database, host.clock());
        var policies = new PolicyQueries(database);
        var guessing = Guessing.ofPasswords();
        var signin =
                new SigninCommands(database, host.clock(), host.ids(), random, passwords, guessing, host.metrics());

        signin.prepare().await();
        bootstrap(people, tokens, settings);
        noteUse(host);
        host.retain("audit", settings.auditKept(), AuditStore.EXPIRE);
        host.retain("sign-in-links", Duration.ZERO, SigninLinkStore.EXPIRE);
        host.retain("told", HandoffStore.REMEMBERED, HandoffStore.FORGET);

        Api api = Api.load(host, "openapi/oncall.yaml");
        new PeopleRoutes(people, teams, tokens, everybody, schedules::vacancies).on(api);
        new AuditRoutes(new AuditQueries(database)).on(api);
        var contacts = new ContactStatuses();
        host.table(Topics.DIRECTORY.name(), contacts::learn);
        var coverage = CoverageService.wire(
                host,
                api,
                scheduleCommands,
                schedules,
                contacts,
                (times, zone) -> PageCountStore.count(database::query, times, zone));
        new ScheduleRoutes(scheduleCommands, schedules, host.clock(), coverage::warnings).on(api);
        var exchanges = new ExchangeCommands(database, host.clock(), watch);
        new SwapRoutes(exchanges, new SwapQueries(database)).on(api);
        var away = outside(host, api, settings, everybody, scheduleCommands);
        new OverrideRoutes(overrideCommands, schedules).on(api);
        var policyCommands = new PolicyCommands(database, host.ids());
        new PolicyRoutes(policyCommands, policies).on(api);
        host.republish(
                Topics.DIRECTORY,
                tx -> signin.publish(tx)
                        .compose(done -> people.publish(tx))
                        .compose(done -> teams.publish(tx))
                        .compose(done -> tokens.publish(tx))
                        .compose(done -> policyCommands.publish(tx)));
        var escalations = EscalationService.wire(host, api, policies);
        var boards = new BoardQueries(schedules, everybody, host.clock());
        var feeds = new CalendarCommands(
                database, host.clock(), random, settings.host().consoleUrl());
        new CalendarRoutes(
                        feeds, new CalendarQueries(database, schedules, everybody, boards, host.clock()), host.clock())
                .on(api, host.router());
        var reminders = new ReminderCommands(database);
        new ReminderRoutes(reminders).on(api);

        Console console = new Console(host, "dev.belfry.oncall.pages");
        boolean secure = "https".equals(settings.host().consoleUrl().getScheme());
        var signinPages = new SigninPages(signin, secure, settings.oidc() != null);
        signinPages.on(console);
        var links = new LinkCommands(host.vertx(), database, host.clock(), host.ids(), random, signin, guessing);
        new LinkPages(links, signinPages, random).on(console);
        var oidc = settings.oidc();
        if (oidc != null) {
            var provider = new ProviderClient(host.vertx(), oidc, host.clock());
            var entry = new OidcCommands(oidc, provider, database, host.clock(), host.ids(), people, teams, signin);
            new OidcPages(oidc, provider, entry, signin, signinPages, random).on(console);
        }
        new EditorPages(scheduleCommands, schedules, coverage, everybody, policies::paging, host.ids(), host.clock())
                .on(console);
        new SchedulePages(schedules, everybody, host.clock()).on(console);
        new OverridePages(overrideCommands, schedules, everybody, host.ids(), host.clock()).on(console);
        new TemporaryPages(overrideCommands, schedules, everybody, host.ids()).on(console);
        new BoardPages(boards).on(console);
        new MyDutyPages(schedules, contacts, host.clock()).on(console);
        new SearchPages(database::query).on(console);
        away.on(console);
        new CalendarPages(feeds, host.ids()).on(console);
        new SwapPages(
                        exchanges,
                        new SwapQueries(database),
                        schedules,
                        everybody,
                        contacts::reach,
                        host.ids(),
                        host.clock())
                .on(console);
        HandoffService.wire(host, api, console, schedules, coverage, settings.coverageAhead());
        new PolicyListPages(policies, escalations.simulations(), host.clock()).on(console);
        new PolicyEditorPages(policyCommands, policies, escalations.simulations(), host.ids(), host.clock())
                .on(console);
        new PolicyPages(policyCommands, policies, escalations.simulations(), escalations.apply(), host.clock())
                .on(console);
        escalations.pages().on(console);
        new AccessPages(
                        tokens,
                        everybody,
                        oidc == null ? "" : oidc.issuer(),
                        settings.host().consoleUrl(),
                        host.ids(),
                        host.clock())
                .on(console);
        new PeoplePages(people, everybody, schedules::vacancies, contacts, oidc != null, random, host.ids())
                .on(console);
        new TeamPages(teams, everybody, team -> owned(schedules, policies, team), contacts, host.ids()).on(console);
        new AuditPages(new AuditQueries(database), ids -> policies.names(List.of(), ids), host.clock()).on(console);
        new ProfilePages(
                        new ProfileCommands(database, host.clock(), host.ids(), random, passwords, guessing),
                        new ProfileQueries(database, host.clock(), everybody),
                        tokens,
                        people,
                        everybody,
                        reminders,
                        host.ids(),
                        host.clock(),
                        random)
                .on(console);
        new ScimRoutes(
                        new ScimCommands(database, host.ids(), people, teams),
                        database,
                        host.access(),
                        settings.host().consoleUrl().toString())
                .on(host.router());
        api.mount();
    }

    /** The schedules and the policies of a team, the first of very many. */
    private static Future<List<Owned>> owned(ScheduleQueries schedules, PolicyQueries policies, UUID team) {
        return schedules
                .schedules(new UUID(0, 0), team, MOST_OWNED)
                .compose(rotas -> policies.search("", team, Place.START, MOST_OWNED)
                        .map(found -> Stream.concat(
                                        rotas.stream()
                                                .map(one ->
                                                        new Owned("schedule", one.name(), "/schedules/" + one.id())),
                                        found.stream()
                                                .map(one -> new Owned(
                                                        "escalation policy",
                                                        one.name(),
                                                        "/escalation-policies/" + one.id())))
                                .toList()));
    }

    /** What others' calendars say: who is away, which days are holidays, and who is on call. */
    private static AbsencePages outside(
            Host host, Api api, Settings settings, PeopleQueries people, ScheduleCommands schedules) {
        var database = host.database();
        var conflicts = new ConflictCommands(database, host.clock());
        var reads = new ReadCommands(
                host.vertx(),
                database,
                host.clock(),
                new CalendarClient(host.vertx(), settings.privateCalendars()),
                Map.of(
                        OutsideKind.ABSENCE, new AbsenceIntakeCommands(conflicts),
                        OutsideKind.HOLIDAY, new HolidayIntakeCommands(),
                        OutsideKind.SCHEDULE, new ScheduleIntakeCommands(schedules, people, host.clock())));
        var calendars = new OutsideQueries(database);
        var outside = new OutsideCommands(database, reads, host.clock());
        new OutsideRoutes(outside, calendars).on(api);
        new ImportRoutes(new ImportCommands(database, reads, people, schedules, host.clock()), outside, calendars)
                .on(api);
        var absences = new AbsenceCommands(database, conflicts, host.clock());
        var away = new AbsenceQueries(database);
        new AbsenceRoutes(absences, away, calendars, host.clock()).on(api);
        host.sweep("calendars", Duration.ofSeconds(30), new OutsideSweep(database, reads, host.clock())::look);
        // Whatever changed: no event can be missed.
        host.sweep("absence-conflicts", Duration.ofMinutes(1), () -> conflicts.settle(null));
        return new AbsencePages(absences, away, outside, calendars, host.ids(), host.clock());
    }

    /** When a token or a session is used with this service, the time is noted. */
    private static void noteUse(Host host) {
        var uses = new TokenUseCommands(host.database(), host.clock());
        host.sweep("token-uses", Duration.ofMinutes(1), uses::write);
        host.access().onUse(uses::note);
    }

    private static void bootstrap(PeopleCommands people, TokenCommands tokens, Settings settings) {
        Settings.Admin admin = settings.admin();
        if (admin != null) {
            people.bootstrapAdmin(admin.name(), admin.email(), admin.password()).await();
        }
        String token = settings.bootstrapToken();
        if (token != null) {
            tokens.bootstrap(token).await();
        }
    }
}
