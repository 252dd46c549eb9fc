package dev.belfry.oncall;

import dev.belfry.oncall.identity.input.PersonText;
import dev.belfry.oncall.identity.oidc.OidcSettings;
import dev.belfry.platform.http.TrustedProxies;
import dev.belfry.platform.run.Environment;
import dev.belfry.platform.run.HostSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the on-call service.
 *
 * @param bootstrapToken an administrator's API token that exists after start, so that a new installation can be set up
 * @param auditKept how long the audit log is kept
 * @param coverageAhead how far ahead those who lead a team are told what a schedule lacks
 * @param oidc the provider people sign in with, beside local accounts
 * @param privateCalendars calendars may be fetched from private networks
 * @param proxies whose word is taken for where a request comes from
 * @param admin the first administrator, made when nobody is there yet
 */
public record Settings(
        HostSettings host,
        @Nullable String bootstrapToken,
        @Nullable Admin admin,
        Duration auditKept,
        Duration coverageAhead,
        @Nullable OidcSettings oidc,
        boolean privateCalendars,
        TrustedProxies proxies) {
    /** A year and a month: what auditors ask for. */
    public static final Duration AUDIT_KEPT = Duration.ofDays(400);

    /** Time enough to find somebody. */
    public static final Duration COVERAGE_AHEAD = Duration.ofDays(14);

    private static final Duration FURTHEST = Duration.ofDays(90);
    private static final int SHORTEST_TOKEN = 20;
    private static final int SHORTEST_PASSWORD = 12;

    /** Who is there first. */
    public record Admin(String name, String email, @Nullable String password) {}

    public static Settings from(Environment env) {
        HostSettings host = host(env);
        String token = env.secret("BELFRY_BOOTSTRAP_TOKEN");
        if (token != null && token.length() < SHORTEST_TOKEN) {
            env.problem("BELFRY_BOOTSTRAP_TOKEN is too short (expected: at least " + SHORTEST_TOKEN + " characters)");
        }
        Admin admin = admin(env);
        Duration auditKept = env.duration("BELFRY_AUDIT_KEPT", AUDIT_KEPT);
        if (auditKept.compareTo(Duration.ofDays(1)) < 0) {
            env.problem("BELFRY_AUDIT_KEPT: \"" + auditKept + "\" (expected: at least P1D)");
        }
        Duration coverageAhead = env.duration("BELFRY_COVERAGE_AHEAD", COVERAGE_AHEAD);
        if (coverageAhead.compareTo(Duration.ofDays(1)) < 0 || coverageAhead.compareTo(FURTHEST) > 0) {
            env.problem("BELFRY_COVERAGE_AHEAD: \"" + coverageAhead + "\" (expected: P1D to P90D)");
        }
        OidcSettings oidc = OidcSettings.from(env, host.consoleUrl());
        boolean privateCalendars = env.flag("BELFRY_CALENDAR_ALLOW_PRIVATE", false);
        TrustedProxies proxies = TrustedProxies.from(env);
        env.check();
        return new Settings(host, token, admin, auditKept, coverageAhead, oidc, privateCalendars, proxies);
    }

    static HostSettings host(Environment env) {
        return HostSettings.from(env, "oncall-service", 8083, 8093, true);
    }

    private static @Nullable Admin admin(Environment env) {
        String name = env.text("BELFRY_BOOTSTRAP_ADMIN_NAME", "Administrator");
        String email = env.text("BELFRY_BOOTSTRAP_ADMIN_EMAIL", "");
        String password = env.secret("BELFRY_BOOTSTRAP_ADMIN_PASSWORD");
        if (password != null && password.length() < SHORTEST_PASSWORD) {
            env.problem("BELFRY_BOOTSTRAP_ADMIN_PASSWORD is too short (expected: at least " + SHORTEST_PASSWORD
                    + " characters)");
        }
        if (!email.isEmpty() && PersonText.emailRefusal(email) != null) {
            env.problem("BELFRY_BOOTSTRAP_ADMIN_EMAIL: \"" + email
                    + "\" (expected: an e-mail address such as ada@example.com)");
        }
        if (email.isEmpty() && password != null) {
            env.problem("BELFRY_BOOTSTRAP_ADMIN_EMAIL is not set (expected: the address that the password is for)");
        }
        return email.isEmpty() ? null : new Admin(name, email, password);
    }
}
