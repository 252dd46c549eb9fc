package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.DeliveryState;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Timelines are only added to, and who changes one all the same is found out. */
class SealIT {
    private final Stand stand = Stand.get();

    @Test
    void linesThatManyAddAtOnceFollowFromOneAnother() {
        var incident = open("Sealed by many");
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                people.execute(() -> note(incident, "Note"));
                people.execute(() -> delivered(incident));
            }
        }
        Stand.eventually(() -> check(incident).getLong("lines") == 41);
        assertThat(check(incident).getBoolean("intact"))
                .as(check(incident).encode())
                .isTrue();
        assertThat(check(incident).getLong("sealed")).isEqualTo(41);
        assertThat(stand.page("/incidents/" + incident.number() + "/timeline-check")
                        .body())
                .contains("None of 41 sealed lines was changed", check(incident).getString("seal"));
    }

    @Test
    void anybodyCanWorkOutTheSealsFromTheLines() throws NoSuchAlgorithmException {
        var incident = open("Sealed in the open");
        note(incident, "It was the disk");
        var seal = Buffer.buffer();
        for (var row : stand.host
                .database()
                .query(
                        "select *, (extract(epoch from at) * 1000000)::bigint as micros, data::text as words"
                                + " from timeline where incident = $1 order by seq",
                        Tuple.of(incident.id()))
                .await()) {
            var content = "[\"%s\", %d, %d, \"%s\", %s, \"%s\", null, \"%s\", \"%s\", %s, null, 0]"
                    .formatted(
                            incident.id(),
                            row.getLong("version"),
                            row.getLong("micros"),
                            row.getString("kind"),
                            "\"api\"",
                            row.getString("actor_kind"),
                            row.getString("actor_name"),
                            row.getString("text"),
                            row.getString("words"));
            var sealed = seal.copy().appendBytes(content.getBytes(StandardCharsets.UTF_8));
            seal = row.getBuffer("seal");
            assertThat(MessageDigest.getInstance("SHA-256").digest(sealed.getBytes()))
                    .isEqualTo(seal.getBytes());
        }
        assertThat(check(incident).getString("seal")).isEqualTo(hex(seal));
    }

    @Test
    void aLineThatWasChangedOrTakenOutIsFoundAndOpensAnIncident() {
        var changed = noted("Changed later");
        var shorter = noted("Shortened later");
        var cut = noted("Cut later");
        var gone = noted("Gone later");
        assertThatThrownBy(() -> run("update timeline set text = 'Nothing' where incident = $1", changed.id()))
                .hasMessageContaining("only added");
        assertThatThrownBy(() -> run("delete from timeline where incident = $1", changed.id()))
                .hasMessageContaining("only added");
        stand.tamper("update timeline set text = 'Nothing' where incident = $1 and text = 'First'", changed.id());
        stand.tamper("delete from timeline where incident = $1 and text = 'First'", shorter.id());
        stand.tamper("delete from timeline where incident = $1 and text = 'Second'", cut.id());
        stand.tamper("delete from timeline where incident = $1", gone.id());
        stand.tamper("delete from timeline_end where incident = $1", gone.id());
        for (var incident : List.of(changed, shorter, cut, gone)) {
            assertThat(check(incident).getBoolean("intact")).isFalse();
        }
        assertThat(check(changed).getString("words")).contains(", \"Nothing\", was changed");
        assertThat(check(changed).getLong("brokenAt"))
                .isEqualTo(lines(changed).get(1).getLong("seq"));
        assertThat(stand.page("/incidents/" + changed.number() + "/timeline-check")
                        .body())
                .contains("#entry-" + check(changed).getLong("brokenAt"));
        assertThat(check(gone).getString("words")).contains("whole timeline is missing");
        assertThat(check(shorter).getString("words")).contains("taken out");
        assertThat(check(cut).getString("words")).contains("missing at the end");

        assertThat(stand.post("/api/v1/timeline-check", Stand.MANAGER, Map.of()).statusCode())
                .isEqualTo(202);
        Stand.eventually(() -> stand.get("/api/v1/incidents?q=after+they+were+written", Stand.VIEWER)
                .body()
                .contains("Timelines were changed after they were written"));
        Stand.eventually(() -> {
            var all = Stand.json(stand.get("/api/v1/timeline-check", Stand.VIEWER));
            return all.getString("endedAt") != null
                    && List.of(changed, shorter, cut, gone).stream()
                            .allMatch(one -> all.getJsonArray("incidents").contains((int) one.number()));
        });
    }

    @Test
    void aLineSaysByWhichWayItWasAskedFor() {
        var incident = open("Asked by many ways");
        stand.form("/incidents/" + incident.number() + "/notes", "text=From+the+console");
        note(incident, "From a script");
        stand.tell(
                Topics.COMMANDS.name(),
                incident.id().toString(),
                IncidentCommand.TYPE,
                new IncidentCommand(
                        UUID.randomUUID(),
                        incident.id(),
                        CommandVerb.ACKNOWLEDGE,
                        1,
                        Actor.user(Stand.BEA, "Bea Example"),
                        "email",
                        Instant.now(),
                        null));
        stand.await(incident.serviceId(), Happened.ACKNOWLEDGED);
        delivered(incident);
        Stand.eventually(() -> lines(incident).size() == 5);
        assertThat(lines(incident))
                .extracting(line -> line.getString("channel"))
                .containsExactlyInAnyOrder("api", "console", "api", "email", "belfry");
        assertThat(lines(incident))
                .filteredOn(line -> line.getString("cause") != null)
                .hasSize(1);
        assertThat(stand.page("/incidents/" + incident.number()).body())
                .contains("over the API", "by the link in the message");
    }

    private IncidentState noted(String title) {
        var incident = open(title);
        note(incident, "First");
        note(incident, "Second");
        return incident;
    }

    private IncidentState open(String title) {
        var service = stand.door(title + " service", "alert").service();
        stand.post("/api/v1/incidents", Stand.RESPONDER, Map.of("service", service, "title", title));
        return stand.await(service, Happened.TRIGGERED).incident();
    }

    private void note(IncidentState incident, String text) {
        stand.post("/api/v1/incidents/" + incident.id() + "/notes", Stand.RESPONDER, Map.of("text", text));
    }

    private void delivered(IncidentState incident) {
        stand.tell(
                Topics.DELIVERIES.name(),
                incident.id().toString(),
                DeliveryEvent.TYPE,
                new DeliveryEvent(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        incident.id(),
                        1,
                        Stand.BEA,
                        "email",
                        DeliveryState.SENT,
                        null,
                        Instant.now()));
    }

    private JsonObject check(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/timeline/check", Stand.VIEWER));
    }

    private List<JsonObject> lines(IncidentState incident) {
        return Stand.json(stand.get("/api/v1/incidents/" + incident.id() + "/timeline", Stand.VIEWER))
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private void run(String sql, UUID incident) {
        stand.host.database().query(sql, Tuple.of(incident)).await();
    }

    private static String hex(Buffer bytes) {
        return HexFormat.of().formatHex(bytes.getBytes());
    }
}
