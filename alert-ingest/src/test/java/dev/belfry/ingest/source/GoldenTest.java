package dev.belfry.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.belfry.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real senders say, and what it means. What was read instead is in {@code target/golden} after a failure. */
class GoldenTest {
    private static final ObjectWriter PRETTY = Json.mapper().writerWithDefaultPrettyPrinter();

    static Stream<Golden> golden() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void aBodyMeansWhatIsWrittenBesideIt(Golden golden) throws IOException {
        var read = accepted(golden.source().read(golden.incoming(golden.body()), Golden.minting()));
        var actual = Json.mapper().valueToTree(Map.of("alerts", read.alerts(), "changes", read.changes()));

        var was = Path.of("target", "golden", golden.source().format(), golden.name() + ".expected.json");
        Files.createDirectories(was.getParent());
        Files.writeString(was, PRETTY.writeValueAsString(actual) + "\n");
        assertThat(actual).isEqualTo(Json.mapper().readTree(Files.readString(golden.expected())));
    }

    private static Normalised.Accepted accepted(Normalised read) {
        return switch (read) {
            case Normalised.Accepted accepted -> accepted;
            case Normalised.Signed signed -> accepted(signed.content());
            case Normalised.Refused refused -> throw new AssertionError(refused);
        };
    }

    @Test
    void eachFormatHasAProblemAnUpdateAndARecovery() {
        assertThat(Golden.sources())
                .allSatisfy(source -> assertThat(Golden.all()
                                .filter(golden -> golden.source().format().equals(source.format()))
                                .map(Golden::name))
                        .contains("firing", "update", "recovery"));
    }
}
