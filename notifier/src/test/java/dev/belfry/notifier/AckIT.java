package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.CommandVerb;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.platform.id.Ids;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The acknowledge link of a mail, as people and as programs that follow links meet it. */
class AckIT {
    private final Stand stand = Stand.get();

    private String link(Stand.Person person) {
        var text = GreenMailUtil.getWholeMessage(stand.awaitMail(person)).replace("=\r\n", "");
        var found = Pattern.compile("(/ack/[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)").matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void lookingChangesNothingAndTheButtonAcknowledges() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "To be acknowledged");
        var link = link(ann);

        var shown = stand.browse("GET", link, null, null);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("To be acknowledged", "Acknowledge as Ann Example");
        assertThat(stand.browse("HEAD", link, null, null).statusCode()).isEqualTo(200);
        assertThat(stand.browse("POST", link, null, "csrf=guessed").statusCode())
                .isEqualTo(403);
        assertThat(stand.commands(page)).isEmpty();

        var answer = CompletableFuture.supplyAsync(() -> stand.press(link));
        Stand.soon(() -> assertThat(stand.commands(page)).hasSize(1));
        var command = stand.commands(page).getFirst();
        assertThat(command.commandId()).isEqualTo(Ids.derived("ack", page.id()));
        assertThat(command.verb()).isEqualTo(CommandVerb.ACKNOWLEDGE);
        assertThat(command.cycle()).isEqualTo(1);
        assertThat(command.by()).isEqualTo(Actor.user(ann.id(), "Ann Example"));
        assertThat(command.via()).isEqualTo("email");

        stand.happens(page, Happened.ACKNOWLEDGED, IncidentStatus.ACKNOWLEDGED, 1, 2, command.by());
        assertThat(answer.join()).contains("Nothing more to do here: acknowledged by Ann Example");
        Stand.soon(() -> assertThat(stand.browse("GET", link, null, null).body())
                .contains("acknowledged by Ann Example")
                .doesNotContain("<form method=\"post\" action=\"/ack"));
        assertThat(stand.press(link)).contains("acknowledged by Ann Example");
        assertThat(stand.commands(page)).hasSize(1);
    }

    @Test
    void whatBecameOfItIsAnsweredAlsoWhenItComesPastKafka() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Kafka is silent");
        var link = link(ann);
        var answer = CompletableFuture.supplyAsync(() -> stand.press(link));
        Stand.soon(() -> assertThat(stand.commands(page)).hasSize(1));
        long told = System.nanoTime();
        stand.acknowledgedPastKafka(stand.host, page, Actor.user(ann.id(), ann.name()));
        assertThat(answer.join()).contains("acknowledged by Ann Example");
        assertThat(Duration.ofNanos(System.nanoTime() - told))
                .as("as soon as it is known, not when the waiting is over")
                .isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void whatOnlyAnotherReplicaWasToldIsAnsweredInTheEndAndWhatNobodyWasToldIsSaidToBeOpen() {
        var ann = stand.mailed("Ann");
        var told = stand.send(ann, "Another replica is told");
        var link = link(ann);
        var bea = stand.mailed("Bea");
        stand.send(bea, "Nobody is told");
        var open = link(bea);
        var replica = stand.replica();
        try {
            var late = CompletableFuture.supplyAsync(() -> stand.press(link));
            var never = CompletableFuture.supplyAsync(() -> stand.press(open));
            Stand.soon(() -> assertThat(stand.commands(told)).hasSize(1));
            stand.acknowledgedPastKafka(replica, told, Actor.user(ann.id(), ann.name()));
            assertThat(late.join()).contains("acknowledged by Ann Example");
            assertThat(never.join()).contains("Your acknowledge is accepted, Bea Example, but not carried out yet");
        } finally {
            replica.stop();
        }
    }

    @Test
    void whereEveryoneHasToAcknowledgeOneDoesNotEndThePaging() {
        var ann = stand.mailed("Ann");
        var plain = Stand.page(ann, Stand.incident("For everyone", IncidentStatus.TRIGGERED, 1));
        var page = new Page(
                plain.id(),
                plain.incidentId(),
                plain.cycle(),
                plain.step(),
                plain.repeat(),
                plain.userId(),
                plain.reason(),
                plain.at(),
                plain.incident(),
                true);
        stand.send(page);
        var link = link(ann);
        assertThat(stand.browse("GET", link, null, null).body()).contains("Everyone who was paged has to acknowledge");
        assertThat(stand.press(link)).contains("Your acknowledge is recorded, Ann Example");
        Stand.soon(() -> assertThat(stand.acknowledged(page)).hasSize(1));
        assertThat(stand.acknowledged(page).getFirst().name()).isEqualTo("Ann Example");
        assertThat(stand.commands(page)).as("the incident is not acknowledged").isEmpty();
    }

    @Test
    void whoeverIsCalledInWhileAnotherHasTheIncidentAnswersForThemselves() {
        var ann = stand.mailed("Ann");
        var page = Stand.page(ann, Stand.incident("Called in", IncidentStatus.ACKNOWLEDGED, 1));
        stand.send(page);
        var link = link(ann);
        assertThat(stand.browse("GET", link, null, null).body())
                .contains("called you in", "Acknowledge as Ann Example");
        assertThat(stand.press(link)).contains("Your acknowledge is recorded, Ann Example");
        Stand.soon(() -> assertThat(stand.acknowledged(page)).hasSize(1));
        assertThat(stand.commands(page))
                .as("the incident stays with whoever has it")
                .isEmpty();

        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, 1, 2, Actor.user(ann.id(), "Ann Example"));
        Stand.soon(() -> assertThat(stand.browse("GET", link, null, null).body())
                .contains("Nothing more to do here: resolved by Ann Example"));
    }

    @Test
    void theLinkOfSomebodyWhoHasLeftAcknowledgesNothing() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Left behind");
        var link = link(ann);
        assertThat(stand.browse("GET", link, null, null).statusCode()).isEqualTo(200);
        stand.deactivate(ann);
        Stand.soon(() ->
                assertThat(stand.browse("GET", link, null, null).statusCode()).isEqualTo(410));
        assertThat(stand.browse("GET", link, null, null).body()).contains("Ann Example is no longer active");
        assertThat(stand.commands(page)).isEmpty();
    }

    @Test
    void aForgedLinkSaysSoAndLeadsToTheSignIn() {
        var answer = stand.browse("GET", "/ack/abc.def", null, null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("This link is not valid", "/sign-in");
    }
}
