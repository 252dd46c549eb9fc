package dev.belfry.oncall.paging.policy;

import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.oncall.identity.access.Caller;
import dev.belfry.oncall.identity.audit.AuditStore;
import dev.belfry.oncall.identity.audit.Changes;
import dev.belfry.oncall.identity.directory.Directory;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.oncall.identity.outcome.ConstraintStore;
import dev.belfry.oncall.identity.people.PeopleStore;
import dev.belfry.oncall.rota.schedule.ScheduleStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import dev.belfry.platform.id.Ids;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes escalation policies; each change is a new version beside the old ones. */
public final class PolicyCommands {
    private static final int AT_ONCE = 500;

    private static final String TAKEN = "another escalation policy has this name";

    private final Database database;
    private final Ids ids;

    public PolicyCommands(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    public Future<Answer<EscalationPolicy>> create(Caller by, UUID id, PolicyDraft draft) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        if (!by.may(draft.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        EscalationPolicy policy = draft.policy(id, 1);
        return database.transact(tx -> unknown(tx, id, draft)
                        .compose(unknown -> unknown.isEmpty()
                                ? PolicyStore.insert(
                                                tx::query,
                                                policy,
                                                by.principal().name())
                                        .compose(done -> saved(tx, by, null, policy))
                                : Future.<Answer<EscalationPolicy>>succeededFuture(new Answer.Invalid<>(unknown))))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    public Future<Answer<EscalationPolicy>> update(Caller by, UUID id, PolicyDraft draft, @Nullable Long expected) {
        List<Answer.Bad> bad = draft.bad();
        if (!bad.isEmpty()) {
            return Future.succeededFuture(new Answer.Invalid<>(bad));
        }
        return database.transact(tx -> locked(tx, id).compose(before -> change(tx, by, before, draft, expected)))
                .recover(failure -> ConstraintStore.taken(failure, TAKEN));
    }

    private Future<Answer<EscalationPolicy>> change(
            Tx tx, Caller by, @Nullable EscalationPolicy before, PolicyDraft draft, @Nullable Long expected) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(EscalationPolicy.THING));
        }
        if (!by.may(before.team()) || !by.may(draft.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        if (expected != null && expected != before.version()) {
            return Future.succeededFuture(new Answer.Stale<>());
        }
        EscalationPolicy policy = draft.policy(before.id(), before.version() + 1);
        return unknown(tx, before.id(), draft)
                .compose(unknown -> unknown.isEmpty()
                        ? PolicyStore.update(tx::query, policy, by.principal().name())
                                .compose(done -> saved(tx, by, before, policy))
                        : Future.succeededFuture(new Answer.Invalid<>(unknown)));
    }

    public Future<Answer<UUID>> delete(Caller by, UUID id) {
        return database.transact(tx -> locked(tx, id).compose(before -> remove(tx, by, before)))
                .recover(failure -> ConstraintStore.inUse(failure, "the policy"));
    }

    private Future<Answer<UUID>> remove(Tx tx, Caller by, @Nullable EscalationPolicy before) {
        if (before == null) {
            return Future.succeededFuture(new Answer.Missing<>(EscalationPolicy.THING));
        }
        if (!by.may(before.team())) {
            return Future.succeededFuture(new Answer.Forbidden<>(by.refusal()));
        }
        UUID id = before.id();
        return PolicyStore.running(tx::query, id).compose(running -> {
            if (running) {
                return Future.succeededFuture(new Answer.Conflict<>("an escalation of this policy is running"));
            }
            tx.emit(Directory.policyGone(ids.next(), id));
            return PolicyStore.delete(tx::query, id)
                    .compose(deleted -> AuditStore.write(
                            tx::query,
                            by,
                            "escalation-policy.removed",
                            id,
                            before.team(),
                            Map.of("name", before.name())))
                    .map(written -> new Answer.Done<>(id, 0));
        });
    }

    /** The current version, with the policy locked. */
    private static Future<@Nullable EscalationPolicy> locked(Tx tx, UUID id) {
        return PolicyStore.lock(tx::query, id)
                .compose(version -> version == null
                        ? Future.<@Nullable EscalationPolicy>succeededFuture(null)
                        : PolicyStore.policy(tx::query, id));
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

    /** Publishes the names of all policies again. */
    public Future<Void> publish(Tx tx) {
        return publish(tx, new UUID(0, 0));
    }

    private Future<Void> publish(Tx tx, UUID after) {
        return PolicyStore.policies(tx::query, after, AT_ONCE).compose(policies -> {
            policies.forEach(policy ->
                    tx.emit(Directory.policy(ids.next(), new PolicyEntry(policy.id(), policy.name(), policy.team()))));
            return policies.size() < AT_ONCE
                    ? Future.succeededFuture()
                    : publish(tx, policies.getLast().id());
        });
    }

    private Future<Answer<EscalationPolicy>> saved(
            Tx tx, Caller by, @Nullable EscalationPolicy before, EscalationPolicy policy) {
        tx.emit(Directory.policy(ids.next(), new PolicyEntry(policy.id(), policy.name(), policy.team())));
        return AuditStore.write(
                        tx::query,
                        by,
                        before == null ? "escalation-policy.made" : "escalation-policy.changed",
                        policy.id(),
                        policy.team(),
                        before == null ? Map.of("name", policy.name()) : Changes.between(before, policy))
                .map(written -> new Answer.Done<>(policy, policy.version()));
    }
}
