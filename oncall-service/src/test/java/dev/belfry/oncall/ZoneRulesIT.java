package dev.belfry.oncall;

import static dev.belfry.oncall.OncallHarness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.oncall.rota.handoff.ZoneRulesSweep;
import dev.belfry.platform.zone.TimeZoneRules;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People are told when the rules that the service starts with are not those that it kept. */
@ExtendWith(Engines.class)
class ZoneRulesIT {
    private static final ZoneId CASABLANCA = ZoneId.of("Africa/Casablanca");

    private OncallHarness house;

    @BeforeEach
    void open() {
        house = new OncallHarness();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private ZoneRulesSweep sweep() {
        var host = house.host();
        return new ZoneRulesSweep(host.database(), host.clock(), host.ids(), TimeZoneRules.version());
    }

    private String kept(String what, String zone) {
        return house.host()
                .database()
                .query(
                        "select coalesce(max(" + what + "), '') as found from zone_rules where zone = $1",
                        Tuple.of(zone))
                .await()
                .iterator()
                .next()
                .getString("found");
    }

    /** What an earlier version might have said: the clocks go forward in ten days and not back before the window ends. */
    private void keepOther(ZoneId zone) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var from = now.minus(Duration.ofDays(3));
        var offset = zone.getRules().getOffset(now);
        var forward = ZoneOffset.ofTotalSeconds(offset.getTotalSeconds() + 3_600);
        var change = new JsonObject()
                .put("at", now.plus(Duration.ofDays(10)).toString())
                .put("before", offset.getId())
                .put("after", forward.getId());
        assertThat(house.sql("update zone_rules set version = '2020a', from_at = '" + from + "', until_at = '"
                        + now.plus(Duration.ofDays(60)) + "', utc_offset = '" + offset.getId() + "', changes = '"
                        + new JsonArray().add(change) + "' where zone = '" + zone.getId() + "'"))
                .isEqualTo(1);
    }

    private UUID daily(String zone, String layerZone, UUID... people) {
        var layer = new JsonObject()
                .put("timeZone", layerZone)
                .put("rotation", new JsonObject().put("unit", "daily").put("start", "2026-01-05T09:00"))
                .put(
                        "members",
                        new JsonArray(List.of(people).stream()
                                .map(person -> new JsonObject().put("user", person.toString()))
                                .toList()));
        return house.create(
                "/api/v1/schedules",
                new JsonObject()
                        .put("name", "Schedule " + OncallHarness.fresh())
                        .put("timeZone", zone)
                        .put(
                                "groups",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "All")
                                                .put("layers", new JsonArray().add(layer)))));
    }

    @Test
    void whoseShiftsMoveIsToldOnceAtTheStartAndNobodyIsToldAgain() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        var cid = house.user("Cid Example");
        var dan = house.user("Dan Example");
        var eve = house.user("Eve Example");
        house.schedule(cid, dan);
        daily("Asia/Tokyo", CASABLANCA.getId(), ana, bea);
        daily(CASABLANCA.getId(), CASABLANCA.getId(), eve);
        sweep().look().await();
        assertThat(kept("version", "Asia/Tokyo")).isEqualTo(TimeZoneRules.version());
        assertThat(kept("version", "Europe/Berlin")).isEqualTo(TimeZoneRules.version());
        var changes = kept("changes::text", CASABLANCA.getId());
        keepOther(CASABLANCA);

        // As after an update of the rules: another replica starts.
        house.start();
        eventually(() -> changed(ana).size() == 1 && changed(bea).size() == 1);
        assertThat(changed(ana).getFirst().text())
                .startsWith("New time zone rules for Africa/Casablanca (" + TimeZoneRules.version()
                        + ") move your shifts on \"")
                .contains("\nThey were:\n", "\nThey are now:\n");
        assertThat(kept("version", CASABLANCA.getId())).isEqualTo(TimeZoneRules.version());
        assertThat(kept("changes::text", CASABLANCA.getId())).isEqualTo(changes);

        sweep().look().await();
        assertThat(List.of(ana, bea, cid, dan, eve))
                .allSatisfy(person ->
                        assertThat(toldInAll(person)).hasSize(person.equals(ana) || person.equals(bea) ? 1 : 0));
    }

    @Test
    void ofSeveralReplicasOneTells() {
        var ana = house.user("Ana Example");
        var bea = house.user("Bea Example");
        daily(CASABLANCA.getId(), CASABLANCA.getId(), ana, bea);
        sweep().look().await();
        keepOther(CASABLANCA);
        Future.all(sweep().look(), sweep().look(), sweep().look()).await();
        assertThat(toldInAll(ana)).hasSize(1);
        assertThat(toldInAll(bea)).hasSize(1);
    }

    /** Whatever was in the outbox before has left when what comes after it has. */
    private List<NoticeRequest> toldInAll(UUID person) {
        eventually(() -> house.host()
                        .database()
                        .query("select from outbox where topic = 'notices.v1'", Tuple.tuple())
                        .await()
                        .size()
                == 0);
        var marker = house.user("Marker Example");
        eventually(() -> house.directory("user:" + marker).isPresent());
        return changed(person);
    }

    private List<NoticeRequest> changed(UUID person) {
        return house.notices(person).stream()
                .filter(notice -> notice.kind().equals("shift.changed"))
                .toList();
    }
}
