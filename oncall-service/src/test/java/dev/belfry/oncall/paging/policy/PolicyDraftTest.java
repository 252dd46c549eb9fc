package dev.belfry.oncall.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a policy may say, and how it is written down. */
class PolicyDraftTest {
    private static final UUID ID = new UUID(5, 1);
    private static final UUID ANA = new UUID(0, 1);

    @Test
    void whatIsWrongIsNamedByItsPlace() {
        String user = "{\"type\":\"user\",\"id\":\"" + ANA + "\"}";
        String nested = "{\"type\":\"policy\",\"id\":\"" + ANA + "\"}";
        assertThat(pointers(draft("{\"delay\":\"soon\",\"targets\":[]}"))).containsExactly("/steps/0/delay");
        assertThat(pointers(draft("{\"delay\":\"PT1M\",\"targets\":[" + user + "],\"hold\":\"PT1H\"}")))
                .containsExactly("/steps/0/hold");
        String team = "{\"type\":\"team\",\"id\":\"" + ANA + "\",\"who\":\"%s\"}";
        assertThat(pointers(draft(
                        "{\"delay\":\"PT1M\",\"targets\":[" + team.replace("%s", "managers") + "],\"hold\":\"PT1H\"}")))
                .containsExactly("/steps/0/hold");
        assertThat(pointers(draft(
                        "{\"delay\":\"PT1M\",\"targets\":[" + team.replace("%s", "oncall") + "],\"hold\":\"PT1H\"}")))
                .isEmpty();
        assertThat(pointers(draft("{\"delay\":\"PT1M\",\"targets\":[" + user + "," + nested + "]}")))
                .containsExactly("/steps/0/targets");
        assertThat(pointers(
                        draft("{\"delay\":\"PT1M\",\"targets\":[" + user + "],\"roundRobin\":true,\"everyone\":true}")))
                .containsExactly("/steps/0/everyone");
        assertThat(pointers(draft("{\"delay\":\"PT1M\",\"targets\":[" + user
                        + "],\"conditions\":[{\"hours\":{\"timeZone\":\"Mars/Base\",\"days\":[\"monday\"],"
                        + "\"from\":\"09:00\",\"to\":\"09:00\"}}]}")))
                .containsExactly("/steps/0/conditions/0/hours/timeZone", "/steps/0/conditions/0/hours/to");
        assertThat(pointers(Json.read(
                        "{\"name\":\"P\",\"forever\":true,\"repeats\":3,\"steps\":[],\"catchAll\":[" + nested + "]}",
                        PolicyDraft.class)))
                .containsExactly("/repeats", "/catchAll/0/type");
    }

    @Test
    void whatIsNotThereIsNamed() {
        PolicyDraft draft = Json.read(
                "{\"name\":\"P\",\"team\":\"" + ANA
                        + "\",\"steps\":[{\"delay\":\"PT1M\",\"targets\":[{\"type\":\"team\",\"id\":\"" + ANA
                        + "\",\"who\":\"managers\"},{\"type\":\"channel\",\"id\":\"" + ANA + "\"}]}]}",
                PolicyDraft.class);
        assertThat(draft.unknown(ID, new PolicyDraft.Known(Map.of(), Map.of(), Map.of(), Map.of())))
                .extracting(Answer.Bad::pointer)
                .containsExactly("/team", "/steps/0/targets/0/id");
    }

    @Test
    void policiesNeverComeBackToThemselvesAndAreFiveDeepAtMost() {
        List<UUID> ids = IntStream.range(0, 6).mapToObj(i -> new UUID(6, i)).toList();
        Map<UUID, EscalationPolicy> chain = Map.of(
                ids.get(1), entering(ids.get(1), ids.get(2)),
                ids.get(2), entering(ids.get(2), ids.get(3)),
                ids.get(3), entering(ids.get(3), ids.get(4)),
                ids.get(4), entering(ids.get(4), ids.get(5)),
                ids.get(5), entering(ids.get(5), ids.get(5)));
        assertThat(Nesting.refusal(ids.get(0), ids.get(1), chain)).contains("5 deep");
        assertThat(Nesting.refusal(ids.get(1), ids.get(2), Map.of())).isNull();
        assertThat(Nesting.refusal(ids.get(4), ids.get(3), chain)).contains("come back");
        assertThat(Nesting.refusal(ids.get(0), ids.get(0), chain)).contains("come back");
    }

    @Test
    void aVersionIsReadAsItWasWrittenAlsoByOneThatKnewLess() {
        PolicyDraft draft = draft(
                "{\"delay\":\"PT1M\",\"targets\":[{\"type\":\"team\",\"id\":\"" + ANA
                        + "\",\"who\":\"members\"}],\"roundRobin\":true,\"conditions\":[{\"severities\":[\"sev1\"],"
                        + "\"hours\":{\"timeZone\":\"Europe/Berlin\",\"days\":[\"monday\"],\"from\":\"09:00\",\"to\":\"17:30\"}}]}");
        EscalationPolicy policy = draft.policy(ID, 3);
        assertThat(Json.read(Json.text(policy), EscalationPolicy.class)).isEqualTo(policy);
        assertThat(Json.text(policy)).contains("\"from\":\"09:00\"").contains("\"days\":[\"monday\"]");
        assertThat(Json.read("{\"delay\":\"PT5M\",\"targets\":[]}", PolicyStep.class))
                .isEqualTo(new PolicyStep(Duration.ofMinutes(5), List.of()));
    }

    private static EscalationPolicy entering(UUID id, UUID inner) {
        return new EscalationPolicy(
                id,
                1,
                "P",
                null,
                0,
                false,
                24,
                true,
                List.of(),
                List.of(new PolicyStep(Duration.ofMinutes(1), List.of(new Target(TargetType.POLICY, inner)))));
    }

    private static PolicyDraft draft(String step) {
        return Json.read("{\"name\":\"P\",\"steps\":[" + step + "]}", PolicyDraft.class);
    }

    private static List<String> pointers(PolicyDraft draft) {
        return draft.bad().stream().map(Answer.Bad::pointer).toList();
    }
}
