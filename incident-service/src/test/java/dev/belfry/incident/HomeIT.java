package dev.belfry.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.escalation.FactKind;
import dev.belfry.contracts.escalation.Party;
import dev.belfry.contracts.escalation.Through;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The home page: what waits for its reader, and how everything stands. */
class HomeIT {
    private final Stand stand = Stand.get();

    @Test
    void whoIsSignedInBeginsAtHome() {
        var start = stand.page("/");
        assertThat(start.statusCode()).isEqualTo(303);
        assertThat(start.headers().firstValue("Location")).contains("/home");
        assertThat(stand.anonymous("/home").headers().firstValue("Location").orElse(""))
                .startsWith("/sign-in");
    }

    @Test
    void whatHasPagedMeNeedsMeUntilSomebodyElseHasItAndWhatIHaveDoesUntilItIsOver() {
        var paged = open("Paging <script>me</script>");
        assertThat(needs(paged.number())).isFalse();
        stand.tell(Topics.ESCALATIONS.name(), paged.id().toString(), EscalationFact.TYPE, asked(paged, 1));
        Stand.eventually(() -> needs(paged.number()));
        var page = stand.page("/home").body();
        assertThat(page)
                .containsPattern("\\d+ incidents? needs? you")
                .contains("/escalations/due?incident=" + paged.id(), "Acknowledge #" + paged.number())
                .contains("Paging &lt;script&gt;")
                .doesNotContain("<script>me");

        stand.form("/incidents/" + paged.number() + "/acknowledge", "cycle=1");
        assertThat(stand.page("/home").body()).contains("Resolve #" + paged.number(), "by you");
        stand.form("/incidents/" + paged.number() + "/unacknowledge", "");
        assertThat(needs(paged.number()))
                .as("the page of the cycle before is over")
                .isFalse();
        stand.form("/incidents/" + paged.number() + "/acknowledge", "cycle=2");
        stand.form("/incidents/" + paged.number() + "/resolve", "");
        assertThat(needs(paged.number())).isFalse();
    }

    @Test
    void openIncidentsAndTheAlertsOfADayAreCounted() {
        open("Counted");
        assertThat(stand.page("/home").body())
                .contains(
                        "Open incidents",
                        "SEV1",
                        "alerts began",
                        "incidents opened",
                        "bar-all",
                        "<svg class=\"volume\"")
                .containsPattern("\\d+ alerts and \\d+ incidents in the last 24 hours")
                .contains("hx-get=\"/on-call/now\"", "Belfry ");
    }

    private IncidentState open(String name) {
        var door = stand.door(name, "alert");
        stand.accepted(door.service(), Stand.request(door.integration(), door.service(), AlertAction.TRIGGER, "disk"));
        return stand.await(door.service(), Happened.TRIGGERED).incident();
    }

    private boolean needs(long number) {
        return stand.page("/home").body().contains("id=\"do-" + number + "\"");
    }

    private static EscalationFact asked(IncidentState incident, int cycle) {
        return new EscalationFact(
                UUID.randomUUID(),
                UUID.randomUUID(),
                incident.id(),
                cycle,
                Instant.now(),
                0,
                FactKind.ASKED,
                1,
                0,
                incident.severity(),
                "Day shift",
                null,
                null,
                null,
                null,
                List.of(new Party(Stand.BEA, "Bea Example", Through.SCHEDULE, null, null)),
                false,
                null,
                null,
                null,
                null);
    }
}
