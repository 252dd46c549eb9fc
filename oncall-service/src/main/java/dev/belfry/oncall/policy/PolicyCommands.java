package dev.belfry.oncall.policy;

import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.oncall.answer.Answer;
import dev.belfry.oncall.answer.ConstraintStore;
import dev.belfry.oncall.directory.Directory;
import dev.belfry.oncall.people.PeopleStore;
import dev.belfry.oncall.schedule.ScheduleStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes escalation policies; each change is a new version beside the old ones. */
public final class PolicyCommands {
    private static final String TAKEN = "another escalation policy has this name";

    private final Database database;
    private final Ids ids;

    public PolicyCommands(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    Future<Answer<EscalationPolicy>> create(UUID id, PolicyDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        EscalationPolicy policy = draft.policy(id, 1);
        return database.transact(tx -> unknown(tx, id, draft)
                        .compose(unknown -> unknown.isEmpty()
                                ? PolicyStore.insert(tx::query, policy).map(done -> told(tx, policy))
                                : Future.<Answer<EscalationPolicy>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    Future<Answer<EscalationPolicy>> update(UUID id, PolicyDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx ->
                        PolicyStore.lock(tx::query, id).compose(version -> change(tx, id, version, draft, expected)))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    private Future<Answer<EscalationPolicy>> change(
            Tx tx, UUID id, @Nullable Long version, PolicyDraft draft, @Nullable Long expected) {
        if (version == null) {
            return Future.succeededFuture(new Answer.Missing<>("no such escalation policy"));
        }
        if (expected != null && !expected.equals(version)) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        EscalationPolicy policy = draft.policy(id, version + 1);
        return unknown(tx, id, draft)
                .compose(unknown -> unknown.isEmpty()
                        ? PolicyStore.update(tx::query, policy).map(done -> told(tx, policy))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown)));
    }

    Future<Answer<UUID>> delete(UUID id) {
        return database.transact(tx -> PolicyStore.lock(tx::query, id)
                        .compose(version ->
                                version == null ? Future.succeededFuture(false) : PolicyStore.running(tx::query, id))
                        .compose(running -> running
                                ? Future.<Answer<UUID>>succeededFuture(
                                        new Answer.Conflict<>("an escalation of this policy is running"))
                                : PolicyStore.delete(tx::query, id).map(deleted -> gone(tx, id, deleted))))
                .recover(failure -> ConstraintStore.inUse(failure, "the policy"));
    }

    private Answer<UUID> gone(Tx tx, UUID id, boolean deleted) {
        if (!deleted) {
            return new Answer.Missing<>("no such escalation policy");
        }
        tx.emit(Directory.policyGone(ids.next(), id));
        return new Answer.Done<>(id, 0);
    }

    private static Future<List<Answer.Bad>> unknown(Tx tx, UUID id, PolicyDraft draft) {
        Set<UUID> teams = new HashSet<>(draft.named(TargetType.TEAM));
        UUID owner = draft.team();
        if (owner != null) {
            teams.add(owner);
        }
        return PeopleStore.names(tx::query, draft.named(TargetType.USER))
                .compose(people -> ScheduleStore.names(tx::query, draft.named(TargetType.SCHEDULE))
                        .compose(schedules -> PolicyStore.teamNames(tx::query, teams)
                                .compose(known -> PolicyStore.reachable(tx::query, draft.named(TargetType.POLICY))
                                        .map(policies -> draft.unknown(
                                                id, new PolicyDraft.Known(people, schedules, known, policies))))));
    }

    private Answer<EscalationPolicy> told(Tx tx, EscalationPolicy policy) {
        tx.emit(Directory.policy(ids.next(), new PolicyEntry(policy.id(), policy.name())));
        return new Answer.Done<>(policy, policy.version());
    }
}
