package dev.belfry.platform.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class TimeZoneRulesTest {
    /** What a JVM with these rules says; it is started anew, since the JDK reads its rules once. */
    public static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            TimeZoneRules.install(arguments[0]);
            var berlin = ZoneId.of("Europe/Berlin");
            System.out.println(TimeZoneRules.version() + " " + TimeZoneRules.source() + " "
                    + LocalDateTime.parse("2030-04-03T12:00").atZone(berlin).getOffset() + " "
                    + ZoneId.of("Europe/Copenhagen").getRules().equals(berlin.getRules()));
        }
    }

    /** Berlin, with its summer from the first Sunday of April on; no database ever said so. */
    @Test
    void aMadeUpRuleChangeIsFollowedByTheNextStart(@TempDir Path directory) throws Exception {
        write(directory, "2099a", "CET-1CEST,M4.1.0,M10.5.0/3");
        assertThat(probe(directory)).isEqualTo("2099a " + directory + " +01:00 true");

        write(directory, "2099b", "CET-1CEST,M3.5.0,M10.5.0/3");
        assertThat(probe(directory)).isEqualTo("2099b " + directory + " +02:00 true");
    }

    @Test
    void aDirectoryThatIsNoneIsRefusedInWordsWhereSomebodyNamedIt(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> TimeZoneRules.install(directory.toString()))
                .hasMessageContaining("BELFRY_ZONEINFO")
                .hasMessageContaining(directory.toString());
        write(directory, "2099a", "CET-1CEST,X");
        assertThatThrownBy(() -> TimeZoneRules.install(directory.toString())).hasMessageContaining("BELFRY_ZONEINFO");
        assertThat(TimeZoneRules.source()).isEqualTo("JDK");
        assertThat(TimeZoneRules.version()).matches("\\d{4}[a-z]");
    }

    @Test
    void theRuleAtTheEndOfAFileIsReadInAllItsForms() throws IOException {
        // Gaza: 50 hours after the beginning of the fourth Thursday. Nuuk: an hour before the beginning of a day.
        assertThat(offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2027-03-27T00:00:00Z"))
                .isEqualTo("+03:00");
        assertThat(offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2027-03-26T23:59:59Z"))
                .isEqualTo("+02:00");
        assertThat(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T01:00:00Z"))
                .isEqualTo("-01:00");
        assertThat(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T00:59:59Z"))
                .isEqualTo("-02:00");
        // The southern half of the year, half an hour, and a day of the year with and without leap days.
        assertThat(offset("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2027-01-01T00:00:00Z"))
                .isEqualTo("+11:00");
        assertThat(offset("AAA0BBB,J60/0,J300/0", "2028-02-29T12:00:00Z")).isEqualTo("Z");
        assertThat(offset("AAA0BBB,59/0,300/0", "2028-02-29T12:00:00Z")).isEqualTo("+01:00");
    }

    static boolean systemHasThem() {
        return Files.isReadable(Path.of(TimeZoneRules.USUAL, TimeZoneRules.TEXT));
    }

    /** Years that no later version of the database changes any more. */
    @Test
    @EnabledIf("systemHasThem")
    void theSystemsFilesSayWhatTheJdkSays() throws IOException {
        var system = new SystemZoneRules(Path.of(TimeZoneRules.USUAL));
        for (var id : List.of(
                "Europe/Berlin",
                "Europe/Dublin",
                "Europe/London",
                "America/New_York",
                "US/Eastern",
                "America/Sao_Paulo",
                "America/Nuuk",
                "Africa/Casablanca",
                "Africa/Cairo",
                "Asia/Gaza",
                "Asia/Kathmandu",
                "Asia/Tehran",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Pacific/Chatham",
                "Antarctica/Troll",
                "Antarctica/Casey",
                "UTC")) {
            var ours = system.provideRules(id, false);
            var jdk = ZoneId.of(id).getRules();
            for (var at = Instant.parse("1990-01-01T00:00:00Z");
                    at.isBefore(Instant.parse("2024-01-01T00:00:00Z"));
                    at = at.plusSeconds(7 * 3_600 + 1_800)) {
                assertThat(ours.getOffset(at)).as("%s at %s", id, at).isEqualTo(jdk.getOffset(at));
            }
        }
    }

    private static String offset(String footer, String at) throws IOException {
        return rules(footer).getOffset(Instant.parse(at)).toString();
    }

    private static ZoneRules rules(String footer) throws IOException {
        return Zoneinfo.read(new ByteArrayInputStream(file(footer)));
    }

    private static void write(Path directory, String version, String footer) throws IOException {
        Files.createDirectories(directory.resolve("Europe"));
        Files.writeString(
                directory.resolve("tzdata.zi"),
                "# version " + version + "\n# made up\nZ Europe/Berlin 1 E CE%sT\nL Europe/Berlin Europe/Copenhagen\n");
        Files.write(directory.resolve("Europe/Berlin"), file(footer));
    }

    /** The smallest file there is: one kind of time, no transition, and the rule. */
    private static byte[] file(String footer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        var standard = ZoneOffset.ofHours(footer.startsWith("CET") ? 1 : 0);
        for (int block = 0; block < 2; block++) {
            out.writeBytes("TZif2");
            out.write(new byte[15]);
            for (int count : new int[] {0, 0, 0, 0, 1, 4}) {
                out.writeInt(count);
            }
            out.writeInt(standard.getTotalSeconds());
            out.write(new byte[] {0, 0});
            out.writeBytes("STD\0");
        }
        out.write(("\n" + footer + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private static String probe(Path directory) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
