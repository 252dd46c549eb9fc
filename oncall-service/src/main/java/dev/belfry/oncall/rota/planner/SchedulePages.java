package dev.belfry.oncall.rota.planner;

import dev.belfry.oncall.identity.input.Uuids;
import dev.belfry.oncall.identity.people.PeopleQueries;
import dev.belfry.oncall.rota.calendar.Stretch;
import dev.belfry.oncall.rota.schedule.Schedule;
import dev.belfry.oncall.rota.schedule.ScheduleQueries;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Picture;
import dev.belfry.oncall.rota.schedule.ScheduleQueries.Roll;
import dev.belfry.oncall.rota.schedule.ScheduleVersion;
import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of schedules, and the page of each. */
public final class SchedulePages {
    static final Duration AHEAD = Duration.ofDays(14);
    private static final Duration FORESEEN = Duration.ofDays(90);
    private static final int ROWS = 50;
    private static final int MOST_TEAMS = 200;
    private static final int MOST_SHIFTS = 5;
    private static final int SOON = 8;
    private static final int MOST_LINES = 400;

    private final ScheduleQueries schedules;
    private final PeopleQueries people;
    private final InstantSource clock;

    public SchedulePages(ScheduleQueries schedules, PeopleQueries people, InstantSource clock) {
        this.schedules = schedules;
        this.people = people;
        this.clock = clock;
    }

    /** A shift of who looks at the page. */
    public record Mine(UUID schedule, String name, String day, String times, boolean now) {}

    public void on(Console console) {
        console.get("/on-call", Role.VIEWER, this::list);
        console.get("/schedules/:id", Role.VIEWER, this::one);
    }

    private Future<Page> list(PageCall call) {
        Instant now = clock.instant();
        String part = cut(call.query("q"));
        String after = cut(call.query("after"));
        UUID team = Uuids.of(call.query("team"));
        UUID me = call.principal().userId();
        ZoneId zone = call.view().zone();
        return schedules.named(after, part, team, ROWS + 1).compose(found -> {
            List<Schedule> shown = found.subList(0, Math.min(found.size(), ROWS));
            return standing(shown, me, zone, now)
                    .compose(rows -> mine(me, zone, now)
                            .compose(mine -> people.teamsByName(MOST_TEAMS).map(teams -> {
                                Map<String, Object> params = new HashMap<>();
                                params.put("rows", rows);
                                params.put("mine", mine);
                                params.put("teams", teams);
                                params.put("q", part);
                                params.put("team", team == null ? "" : team.toString());
                                params.put("first", after.isEmpty());
                                params.put(
                                        "next",
                                        found.size() > ROWS ? shown.getLast().name() : "");
                                params.put("zone", zone.getId());
                                return new Page("On call", "on-call", "schedules.jte", params);
                            })));
        });
    }

    private Future<List<Standing>> standing(List<Schedule> shown, @Nullable UUID me, ZoneId zone, Instant now) {
        List<UUID> teams = shown.stream()
                .map(Schedule::team)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return schedules
                .rolls(shown, now, now.plus(AHEAD))
                .compose(rolls -> schedules
                        .versions(shown, now, now.plus(AHEAD))
                        .compose(versions -> people.teamNames(teams)
                                .map(names -> rolls.stream()
                                        .map(roll -> standing(roll, versions, names, me, zone, now))
                                        .toList())));
    }

    private static Standing standing(
            Roll roll,
            Map<UUID, List<ScheduleVersion>> versions,
            Map<UUID, String> teams,
            @Nullable UUID me,
            ZoneId zone,
            Instant now) {
        Schedule schedule = roll.schedule();
        String team = schedule.team() == null ? null : teams.get(schedule.team());
        List<ScheduleVersion> own = versions.getOrDefault(schedule.id(), List.of());
        return Standing.of(roll, own, team, me, zone, now, AHEAD);
    }

    private Future<List<Mine>> mine(@Nullable UUID me, ZoneId zone, Instant now) {
        return me == null
                ? Future.succeededFuture(List.of())
                : schedules
                        .naming(me, now)
                        .compose(named ->
                                schedules.rolls(named.subList(0, Math.min(named.size(), ROWS)), now, now.plus(AHEAD)))
                        .map(rolls -> mine(rolls, me, zone, now));
    }

    private static List<Mine> mine(List<Roll> rolls, UUID me, ZoneId zone, Instant now) {
        record Own(Schedule schedule, Stretch stretch) {}
        List<Own> all = new ArrayList<>();
        for (Roll roll : rolls) {
            for (Stretch stretch : Stretch.of(roll.shifts(), me)) {
                if (stretch.end().isAfter(now) && !stretch.duty().shadow()) {
                    all.add(new Own(roll.schedule(), stretch));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(own -> own.stretch.start()))
                .limit(MOST_SHIFTS)
                .map(own -> {
                    boolean here = !own.stretch.start().isAfter(now);
                    Instant start = here ? now : own.stretch.start();
                    return new Mine(
                            own.schedule.id(),
                            own.schedule.name(),
                            Times.day(start, zone),
                            Times.span(start, own.stretch.end(), zone),
                            here);
                })
                .toList();
    }

    private Future<Page> one(PageCall call) {
        UUID id = Uuids.orNone(call.path("id"));
        return schedules
                .found(id)
                .compose(found -> found == null ? Future.succeededFuture(missing()) : one(call, found));
    }

    private Future<Page> one(PageCall call, ScheduleQueries.Found found) {
        Instant now = clock.instant();
        Schedule schedule = found.schedule();
        Frame frame = Frame.of(call::query, schedule.zone(), call.view().zone(), now);
        UUID me = call.principal().userId();
        return schedules
                .picture(schedule.id(), frame.from(), frame.to())
                .compose(shown -> schedules
                        .picture(schedule.id(), now, now.plus(FORESEEN))
                        .compose(ahead -> standing(List.of(schedule), me, frame.zone(), now)
                                .map(rows -> shown == null || ahead == null || rows.isEmpty()
                                        ? missing()
                                        : page(call, found, frame, shown, ahead, rows.getFirst()))));
    }

    private static Page page(
            PageCall call, ScheduleQueries.Found found, Frame frame, Picture shown, Picture ahead, Standing standing) {
        Instant now = call.view().now();
        UUID me = call.principal().userId();
        Schedule schedule = found.schedule();
        boolean may = call.principal().may(Role.RESPONDER, schedule.team());
        ZoneId zone = frame.zone();
        Map<String, Object> params = new HashMap<>();
        params.put("schedule", schedule);
        params.put("standing", standing);
        params.put("frame", frame);
        params.put("mine", call.view().zone().getId());
        params.put("planned", found.planned() == null ? "" : Times.withYear(found.planned(), zone));
        params.put("notices", Notice.of(ahead, zone, now, now.plus(AHEAD)));
        params.put(
                "drawing",
                Drawing.of(
                        schedule,
                        new Lanes(shown, zone, frame.from(), frame.to(), now, me, may).all(),
                        zone,
                        frame.from(),
                        frame.to(),
                        now,
                        false));
        params.put("soon", Agenda.of(ahead, zone, now, now.plus(AHEAD), now, me, SOON));
        params.put("all", Agenda.of(shown, zone, frame.from(), frame.to(), now, me, MOST_LINES));
        params.put("exceptions", Exceptions.lines(ahead, zone, now));
        params.put("may", may);
        return new Page(schedule.name(), "on-call", "schedule.jte", params);
    }

    static Page missing() {
        return new Page(404, "No such schedule", "on-call", "schedule-missing.jte", Map.of());
    }

    private static String cut(@Nullable String text) {
        String asked = text == null ? "" : text.strip();
        return asked.substring(0, Math.min(asked.length(), 200));
    }
}
