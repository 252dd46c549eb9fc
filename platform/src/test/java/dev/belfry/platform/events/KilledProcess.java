package dev.belfry.platform.events;

import dev.belfry.platform.database.Message;
import dev.belfry.platform.database.TimerOrder;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import dev.belfry.platform.run.Host;
import dev.belfry.platform.run.HostSettings;
import dev.belfry.testing.Engines;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A service that the test kills: for each record one effect, one message, one timer; for each timer one more effect. */
final class KilledProcess {
    private KilledProcess() {}

    /** Starts it in a JVM of its own; what it prints goes to the test's target directory. */
    static Process start(String database, String in, String out) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        Engines.postgres().uri(database),
                        Engines.kafka(),
                        in,
                        out))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed.log")))
                .start();
    }

    /** Arguments: database, Kafka's bootstrap, topic in, topic out. */
    public static void main(String[] arguments) {
        var host = Host.open(HostSettings.forTests("killed", arguments[0], arguments[1]), "db/sample");
        host.consume(arguments[2], (tx, batch) -> each(tx, batch, arguments[3]));
        host.timer("ring", (tx, due) -> effect(tx, "timer " + due.step()));
        host.start();
        System.out.println("running");
    }

    private static Future<Void> each(Tx tx, List<Event> batch, String out) {
        Future<Void> all = Future.succeededFuture();
        for (var event : batch) {
            int number = event.as(Integer.class);
            tx.emit(new Message(Ids.derived("out", number), out, "k", "sample", "k", number));
            tx.arm(new TimerOrder(
                    Ids.derived("timer", number),
                    "ring",
                    Ids.derived("ref", number),
                    0,
                    number,
                    0,
                    Duration.ofMillis(number % 5 * 100L)));
            all = all.compose(before -> effect(tx, "record " + number));
        }
        return all;
    }

    private static Future<Void> effect(Tx tx, String what) {
        return tx.query("insert into effect (what) values ($1)", Tuple.of(what)).mapEmpty();
    }
}
