package dev.belfry.system.deploy;

import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The five services, and how each reads its settings. */
final class Services {
    static final Set<String> WITH_DATABASE = Set.of("incident-service", "oncall-service", "notifier", "status-page");

    private static final Map<String, Function<Environment, HostSettings>> READERS = readers();

    private Services() {}

    static Set<String> names() {
        return READERS.keySet();
    }

    /**
     * The settings the service would start with.
     *
     * @throws dev.belfry.platform.run.BadSettings when it would refuse to start
     */
    static HostSettings read(String service, Environment environment) {
        var reader = READERS.get(service);
        if (reader == null) {
            throw new AssertionError("there is no service " + service);
        }
        var settings = reader.apply(environment);
        environment.check();
        return settings;
    }

    private static Map<String, Function<Environment, HostSettings>> readers() {
        var readers = new LinkedHashMap<String, Function<Environment, HostSettings>>();
        readers.put("alert-ingest", env -> dev.belfry.ingest.Settings.from(env).host());
        readers.put(
                "incident-service",
                env -> dev.belfry.incident.Settings.from(env).host());
        readers.put(
                "oncall-service", env -> dev.belfry.oncall.Settings.from(env).host());
        readers.put("notifier", env -> dev.belfry.notifier.Settings.from(env).host());
        readers.put("status-page", env -> dev.belfry.status.Settings.from(env).host());
        return readers;
    }
}
