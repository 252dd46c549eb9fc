package dev.belfry.incident.incident.severity;

import dev.belfry.incident.catalog.directory.Directory;
import dev.belfry.incident.catalog.service.Outcome;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** Changes what is wanted of a severity; what is open follows the new rule at once. */
public final class ResponseRuleCommands {
    private static final String LINK_WANTED =
            "Give an address that begins with https:// or http://; {number} in it becomes the incident's number.";

    private final Database database;
    private final ResponseRuleStore store;
    private final Directory directory;

    public ResponseRuleCommands(Database database, ResponseRuleStore store, Directory directory) {
        this.database = database;
        this.store = store;
        this.directory = directory;
    }

    /** @param seen the version the one who asks has seen; null when it does not matter */
    public Future<Outcome> change(ResponseRule wanted, @Nullable Long seen) {
        var wrong = problem(wanted);
        if (wrong != null) {
            return Future.succeededFuture(wrong);
        }
        return database.transact(tx -> store.lock(tx, wanted.severity())
                .compose(before -> seen != null && seen != before.version()
                        ? Future.succeededFuture(new Outcome.Stale())
                        : store.change(tx, wanted).map(new Outcome.Done())));
    }

    private @Nullable Outcome problem(ResponseRule rule) {
        if (rule.name().isBlank() || rule.name().length() > ResponseRule.LONGEST_NAME) {
            return new Outcome.Invalid("name", "Give a name of 1 to " + ResponseRule.LONGEST_NAME + " characters.");
        }
        if (rule.roles().size() > ResponseRule.MOST_ROLES) {
            return new Outcome.Invalid("roles", "Ask for at most " + ResponseRule.MOST_ROLES + " roles.");
        }
        if (!rule.roles().stream().allMatch(RoleName::valid)) {
            return new Outcome.Invalid("roles", RoleName.WANTED);
        }
        if (new HashSet<>(rule.roles()).size() < rule.roles().size()) {
            return new Outcome.Invalid("roles", "Name each role once.");
        }
        var every = rule.updateEvery();
        if (every != null
                && (every.compareTo(ResponseRule.SHORTEST_CADENCE) < 0
                        || every.compareTo(ResponseRule.LONGEST_CADENCE) > 0)) {
            return new Outcome.Invalid("updateEvery", "Ask for an update every 5 minutes to 7 days.");
        }
        var timeout = rule.acknowledgeTimeout();
        if (timeout != null
                && (timeout.compareTo(ResponseRule.SHORTEST_TIMEOUT) < 0
                        || timeout.compareTo(ResponseRule.LONGEST_TIMEOUT) > 0)) {
            return new Outcome.Invalid("acknowledgeTimeout", "An acknowledge lasts between 5 minutes and 24 hours.");
        }
        if (rule.teams().size() > ResponseRule.MOST_TEAMS) {
            return new Outcome.Invalid("teams", "Choose at most " + ResponseRule.MOST_TEAMS + " teams.");
        }
        for (var team : rule.teams()) {
            if (directory.teamName(team) == null) {
                return new Outcome.Invalid("teams", "There is no team " + team + ".");
            }
        }
        if (!usable(rule.conference())) {
            return new Outcome.Invalid("conference", LINK_WANTED);
        }
        return usable(rule.runbook()) ? null : new Outcome.Invalid("runbook", LINK_WANTED);
    }

    private static boolean usable(@Nullable String link) {
        if (link == null) {
            return true;
        }
        try {
            var address = new URI(link.replace("{number}", "1"));
            return link.length() <= ResponseRule.LONGEST_LINK
                    && address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
