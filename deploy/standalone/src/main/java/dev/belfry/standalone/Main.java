package dev.belfry.standalone;

import dev.belfry.engines.EngineException;
import dev.belfry.platform.zone.TimeZoneRules;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** {@code belfry up}: starts the suite, says when it is ready, stops it when told to. */
public final class Main {
    private static final String USAGE = "usage: belfry up [--data DIR] [--port-base N] [--bind ADDRESS]";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        TimeZoneRules.install(System.getenv());
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException bad) {
            System.err.println(bad.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.setProperty(
                "belfry.log", options.data().resolve("logs/belfry.log").toString());
        Suite suite;
        try {
            suite = Suite.start(options, System.getenv(), System.out::println);
        } catch (Refused refused) {
            System.err.println(refused.getMessage());
            System.exit(2);
            return;
        } catch (EngineException failed) {
            System.err.println("belfry cannot start: " + failed.getMessage());
            System.exit(1);
            return;
        } catch (RuntimeException failed) {
            System.err.println("belfry cannot start: " + failed.getMessage());
            System.err.println("The whole story is in " + options.data().resolve("logs/belfry.log"));
            System.exit(1);
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            System.out.println("belfry stops…");
                            suite.stop();
                            System.out.println("belfry has stopped; its data stay in " + options.data());
                            // A signal is how one stops it: that is success.
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        new CountDownLatch(1).await();
    }

    /** Why the suite does not even try, in one line that says what to do. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * What the command line said.
     *
     * @param bind the address to listen on; the engines stay on loopback whatever it is
     */
    record Options(Path data, int portBase, String bind) {
        static final int DEFAULT_PORT_BASE = 8080;

        static Options parse(String[] arguments) {
            var data = Path.of(".belfry");
            int portBase = DEFAULT_PORT_BASE;
            var bind = "127.0.0.1";
            int at = arguments.length > 0 && arguments[0].equals("up") ? 1 : 0;
            while (at < arguments.length) {
                if (at + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[at] + " needs a value");
                }
                var value = arguments[at + 1];
                switch (arguments[at]) {
                    case "--data" -> data = Path.of(value);
                    case "--port-base" -> portBase = portBase(value);
                    case "--bind" -> bind = value;
                    default -> throw new IllegalArgumentException("unknown option " + arguments[at]);
                }
                at += 2;
            }
            return new Options(data.toAbsolutePath().normalize(), portBase, bind);
        }

        private static int portBase(String value) {
            if (value.matches("\\d{1,5}")) {
                int port = Integer.parseInt(value);
                if (port >= 1_024 && port <= 65_520) {
                    return port;
                }
            }
            throw new IllegalArgumentException("--port-base " + value + " (expected: a number from 1024 to 65520)");
        }
    }
}
