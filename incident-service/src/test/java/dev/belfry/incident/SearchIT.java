package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.testing.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of results, which the palette reads too. */
@ExtendWith(Engines.class)
class SearchIT {
    private final Stand stand = Stand.get();

    @Test
    void anIncidentIsFoundByItsTitleAndItsNumberAndAServiceByAPartOfItsName() {
        var door = stand.door("Quartz <i>clock", "alert");
        stand.accepted(
                door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "quartz-7"));
        var incident = stand.await(door.service(), Happened.TRIGGERED).incident();

        var byName = stand.page("/search?q=QUARTZ").body();
        assertThat(byName)
                .contains("href=\"/incidents/" + incident.number() + "\"", "quartz-7")
                .contains("href=\"/services/" + door.service() + "\"", "Quartz &lt;i&gt;clock")
                .contains("hx-get=\"/on-call/search?q=QUARTZ\"");
        assertThat(stand.page("/search?q=%23" + incident.number()).body()).contains("quartz-7");
        assertThat(stand.page("/search?q=nothing+like+it").body())
                .contains("No incident and no service has “nothing like it” in its name.");
        assertThat(stand.page("/search").body()).doesNotContain("id=\"hits\"");
        assertThat(stand.page("/search?q=" + "x".repeat(300)).statusCode()).isEqualTo(200);
    }
}
