package dev.belfry.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.contracts.incident.Actor;
import dev.belfry.contracts.incident.Happened;
import dev.belfry.contracts.incident.IncidentStatus;
import dev.belfry.contracts.page.Page;
import dev.belfry.testing.Engines;
import io.vertx.sqlclient.Tuple;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told that an incident is over. */
@ExtendWith(Engines.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverIT {
    private Stand stand;

    @BeforeAll
    void open() {
        stand = Stand.get();
    }

    @Test
    void thoseWhoWerePagedAreToldOnceAndNobodyElse() throws Exception {
        var ann = stand.mailed("Ann");
        var bea = stand.mailed("Bea");
        var cleo = stand.mailed("Cleo");
        var dan = stand.mailed("Dan");
        assertThat(stand.method("PUT", "/api/v1/notification-choices", cleo.token(), Map.of("whenOver", false))
                        .statusCode())
                .isEqualTo(200);
        stand.mail.refuse(dan.address(), 550);
        var page = stand.send(ann, "Disk full");
        for (var other : List.of(bea, cleo, dan)) {
            stand.send(Stand.page(other, page.incident()));
        }
        for (var person : List.of(ann, bea, cleo)) {
            stand.awaitMail(person);
        }
        Stand.soon(() -> assertThat(statuses(page)).containsExactly("failed", "sent", "sent", "sent"));

        resolved(page, 2, Actor.user(bea.id(), bea.name()));

        Stand.soon(() -> assertThat(over(ann)).hasSize(1));
        assertThat(over(ann).getFirst().getSubject())
                .isEqualTo("Resolved: #" + page.incident().number() + " Disk full (Payments)");
        assertThat(text(over(ann).getFirst()))
                .contains(
                        "Resolved by Bea Example",
                        "/incidents/" + page.incident().number());
        // It has been seen to for everybody: who was to be told was told in the same moment.
        assertThat(waiting(page)).isZero();
        assertThat(over(bea)).as("who ended it knows").isEmpty();
        assertThat(over(cleo)).as("who does not want it").isEmpty();
        assertThat(over(dan)).as("whose page never arrived").isEmpty();

        resolved(page, 3, Actor.SYSTEM);
        stand.happens(page, Happened.REOPENED, IncidentStatus.TRIGGERED, 2, 4, Actor.SYSTEM);
        resolved(page, 5, Actor.SYSTEM);
        Stand.soon(() -> assertThat(waiting(page)).isEqualTo(1));
        Stand.soon(() -> assertThat(waiting(page)).isZero());
        assertThat(over(ann)).as("nobody was paged since").hasSize(1);
    }

    @Test
    void whatEndsTogetherIsOneMessage() throws Exception {
        var ann = stand.mailed("Ann");
        var one = stand.send(ann, "One 🔥");
        stand.awaitMail(ann);
        var two = stand.send(ann, "Two");
        Stand.soon(() -> assertThat(statuses(one)).containsExactly("sent"));
        Stand.soon(() -> assertThat(statuses(two)).containsExactly("sent"));

        resolved(one, 2, Actor.SENDER);
        resolved(two, 2, Actor.SENDER);

        Stand.soon(() -> assertThat(over(ann)).hasSize(1));
        var mail = over(ann).getFirst();
        assertThat(mail.getSubject()).isEqualTo("Resolved: 2 incidents you were paged for");
        assertThat(text(mail)).contains("One 🔥", "Two", "Resolved by sender");
    }

    @Test
    void anIncidentThatIsReopenedAtOnceIsNotOver() {
        var ann = stand.mailed("Ann");
        var page = stand.send(ann, "Flaps");
        Stand.soon(() -> assertThat(statuses(page)).containsExactly("sent"));

        resolved(page, 2, Actor.SENDER);
        stand.happens(page, Happened.REOPENED, IncidentStatus.TRIGGERED, 2, 3, Actor.SENDER);
        Stand.soon(() -> assertThat(stand.sql(
                                "select version from incident_guard where incident_id = $1",
                                Tuple.of(page.incidentId()))
                        .getFirst()
                        .getLong("version"))
                .isEqualTo(3));
        assertThat(waiting(page)).isZero();
        assertThat(over(ann)).isEmpty();
    }

    @Test
    void onlyThePersonAndAnAdminChooseWhatTheyAreTold() {
        var ann = stand.person("Ann");
        var bob = stand.person("Bob");
        var path = "/api/v1/notification-choices";
        assertThat(stand.get(path, ann.token()).body()).contains("\"whenOver\":true");
        assertThat(stand.method("PUT", path, bob.token(), Map.of("user", ann.id(), "whenOver", false))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.method("PUT", path, Stand.ADMIN, Map.of("user", ann.id(), "whenOver", false))
                        .statusCode())
                .isEqualTo(200);
        assertThat(stand.get(path, ann.token()).body()).contains("\"whenOver\":false");
    }

    private void resolved(Page page, long version, Actor by) {
        stand.happens(page, Happened.RESOLVED, IncidentStatus.RESOLVED, page.cycle(), version, by);
    }

    private List<MimeMessage> over(Stand.Person person) {
        return stand.mailOf(person).stream()
                .filter(mail -> {
                    try {
                        return mail.getSubject().startsWith("Resolved: ");
                    } catch (MessagingException broken) {
                        throw new IllegalStateException(broken);
                    }
                })
                .toList();
    }

    private static String text(MimeMessage mail) throws MessagingException, IOException {
        return String.valueOf(((MimeMultipart) mail.getContent()).getBodyPart(0).getContent());
    }

    private List<String> statuses(Page page) {
        return stand
                .sql("select status from delivery where incident_id = $1 order by status", Tuple.of(page.incidentId()))
                .stream()
                .map(row -> row.getString("status"))
                .toList();
    }

    /** Whether the end of its incident is still to be told. */
    private long waiting(Page page) {
        return stand.sql(
                        "select count(*) as n from incident_guard where incident_id = $1 and over_at is not null",
                        Tuple.of(page.incidentId()))
                .getFirst()
                .getLong("n");
    }
}
