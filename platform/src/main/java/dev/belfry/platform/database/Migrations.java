package dev.belfry.platform.database;

import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the schema of this build; blocking, for start-up and jobs only. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** So often a database is tried again by who has nothing else to do. */
    public static final int PATIENT = 10;

    private Migrations() {}

    /** The database holds the schema of another build. */
    public static final class Foreign extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Foreign(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @throws Foreign when the database holds the schema of another build; it is left as it is */
    public static void migrate(String url, String location) {
        migrate(url, location, PATIENT);
    }

    /** @param retries how often a database that does not answer is tried again, three seconds later */
    public static void migrate(String url, String location, int retries) {
        MigrateResult result;
        try {
            result = flyway(url, location, retries).migrate();
        } catch (FlywayValidateException foreign) {
            var database = PgConnectOptions.fromUri(url).getDatabase();
            throw new Foreign("""
                    the database %s holds the schema of another build of Belfry: one from before the first release, or a \
                    newer one. Nothing was changed. Use that build, or an empty database""".formatted(database), foreign);
        }
        LOG.atInfo()
                .addKeyValue("location", location)
                .addKeyValue("applied", result.migrationsExecuted)
                .log("schema is up to date");
    }

    /** @throws IllegalStateException when a migration is missing: somebody must run {@code migrate} first */
    public static void requireCurrent(String url, String location, int retries) {
        int pending = flyway(url, location, retries).info().pending().length;
        if (pending > 0) {
            throw new IllegalStateException(
                    pending + " migrations are pending: run this jar with the argument `migrate` first");
        }
    }

    private static Flyway flyway(String url, String location, int retries) {
        var options = PgConnectOptions.fromUri(url);
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase()
                                + "?sslmode=" + options.getSslMode().value,
                        options.getUser(),
                        options.getPassword())
                .locations("classpath:db/platform", "classpath:" + location)
                .connectRetries(retries)
                .connectRetriesInterval(3)
                .load();
    }
}
