package dev.belfry.contracts.escalation;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words for what an escalation did, the same wherever people read them; they never travel. */
public final class EscalationWords {
    /** A step that is later than this was due while Belfry was away. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private EscalationWords() {}

    /** Whether it tells a person something that no other line does. */
    public static boolean isNews(EscalationFact fact) {
        return switch (fact.kind()) {
            case ENDED -> false;
            case STEP_DUE -> lateness(fact).compareTo(LATE) > 0;
            default -> true;
        };
    }

    public static String of(EscalationFact fact) {
        String words = words(fact) + (fact.pass() > 0 ? " (repeat " + fact.pass() + ")" : "");
        return fact.why() == null ? words : words + ": " + fact.why();
    }

    private static String words(EscalationFact fact) {
        return switch (fact.kind()) {
            case BEGUN -> begun(fact);
            case BEGUN_ANEW -> begunAnew(fact);
            case HURRIED -> by(fact) + " asked for the next step now";
            case STEP_DUE ->
                isNews(fact)
                        ? "The step after step " + fact.step() + " comes " + words(lateness(fact))
                                + " late: Belfry was away when it was due"
                        : "Step " + fact.step() + " has had its time";
            case ASKED -> asked(fact);
            case SKIPPED -> "Step " + fact.step() + " was skipped: " + reason(fact);
            case NOBODY_LEFT -> "Nobody could be paged: no step has anybody and there is no active administrator";
            case WAITING ->
                fact.reason() == FactReason.NOBODY_YET
                        ? "Step " + fact.step() + " waits for somebody to come on call: somebody is at " + fact.until()
                        : "Escalation waits until " + fact.until() + ": " + reason(fact);
            case PUT_OFF -> "The step after step " + fact.step() + " waits: " + reason(fact);
            case WITHDRAWN -> "Not paged any more, since the page had not left yet: " + names(fact.whom());
            case UNREACHABLE -> "Nobody of step " + fact.step() + " " + reason(fact);
            case ACKNOWLEDGED ->
                fact.whom().isEmpty()
                        ? by(fact) + " was called in and has acknowledged"
                        : by(fact) + " has acknowledged; still to acknowledge: " + names(fact.whom());
            case REFUSED ->
                by(fact) + " asked to escalate to " + fact.wanted() + ", and nobody more is paged: " + reason(fact);
            case EXHAUSTED ->
                isForOne(fact)
                        ? "Only " + fact.wanted() + " was paged and has not answered; nobody else will be paged"
                        : "Escalation exhausted: " + reason(fact);
            case ENDED -> "Escalation ended: " + reason(fact);
        };
    }

    private static String begun(EscalationFact fact) {
        if (isForOne(fact)) {
            return "Only " + fact.wanted() + " is paged, and nobody else";
        }
        return fact.policy().isEmpty() ? "Escalation began without a policy" : "Escalation began: " + policy(fact);
    }

    private static boolean isForOne(EscalationFact fact) {
        return fact.policyId() == null && fact.wanted() != null;
    }

    private static String gaveWay(@Nullable FactReason reason) {
        if (reason == FactReason.NOBODY_ACTIVE) {
            return " is not active any more";
        }
        return reason == FactReason.STILL_TRYING ? " has not been reached yet" : " cannot be reached";
    }

    private static String begunAnew(EscalationFact fact) {
        if (fact.wanted() != null) {
            return fact.wanted() + gaveWay(fact.reason()) + ", so others are paged from the first step: "
                    + policy(fact);
        }
        if (fact.reason() != FactReason.ASKED_FOR) {
            return reason(fact) + ": escalation begins anew";
        }
        return fact.step() > 1
                ? by(fact) + " asked for step " + fact.step() + " now"
                : by(fact) + " began the escalation anew: " + policy(fact);
    }

    private static String asked(EscalationFact fact) {
        if (fact.step() == 0) {
            return by(fact) + " asked to page " + names(fact.whom()) + " too";
        }
        String whom = fact.whom().stream().map(EscalationWords::party).collect(Collectors.joining(", "));
        return catchAll(fact)
                ? "Nobody else could be asked, so the catch-all is paged: " + names(fact.whom())
                : "Step " + fact.step() + " paged " + whom
                        + (fact.everyone() ? ", and each of them has to acknowledge" : "");
    }

    private static boolean catchAll(EscalationFact fact) {
        return fact.whom().stream().anyMatch(one -> switch (one.through()) {
            case CATCH_ALL, CATCH_ALL_MANAGERS, CATCH_ALL_ADMINISTRATOR -> true;
            default -> false;
        });
    }

    private static String party(Party one) {
        return one.through() == Through.NAMED || one.through() == Through.PLACE
                ? one.name()
                : one.name() + " (" + why(one) + ")";
    }

    /** By what somebody came to be asked. */
    public static String why(Party one) {
        String via = "\"" + one.viaName() + "\"";
        return switch (one.through()) {
            case NAMED, PLACE -> "named in the step";
            case SCHEDULE -> "on call in " + via;
            case TEAM_ON_CALL -> "on call for the team " + via;
            case TEAM_MANAGERS -> "manager of the team " + via;
            case TEAM_MEMBERS -> "member of the team " + via;
            case CATCH_ALL -> "catch-all of " + via;
            case CATCH_ALL_MANAGERS -> "catch-all: manager of the team " + via;
            case CATCH_ALL_ADMINISTRATOR -> "catch-all: nobody else could be asked";
            case REQUEST -> "asked for";
        };
    }

    private static String reason(EscalationFact fact) {
        FactReason reason = fact.reason();
        if (reason == null) {
            return "no reason is known";
        }
        return switch (reason) {
            case NOBODY_ON_CALL -> "nobody was on call";
            case NOBODY_IN_TIME -> "nobody was on call, nor would be within the time it waits";
            case OTHER_SEVERITY, OTHER_URGENCY -> "it is for " + fact.wanted() + " and this is " + fact.severity();
            case OTHER_HOURS -> "it is for " + fact.wanted();
            case NOBODY_YET -> "nobody is on call yet";
            case DAILY_LIMIT -> "it has begun anew as often as it may within a day";
            case NO_ANSWER -> "every step has been asked and nobody answered";
            case LOW_URGENCY -> "it is of low urgency, and such incidents are not escalated";
            case ASKED_FOR -> "somebody asked for it";
            case BECAME_URGENT -> "The incident has become urgent";
            case WRONGLY_STOPPED -> "Escalation had stopped though nobody has the incident";
            case NAME_UNKNOWN -> "the name is nobody's, or more than one's";
            case NOBODY_ACTIVE -> "nobody who is active is behind it";
            case HAD_ENDED -> "the escalation had ended";
            case UNDELIVERABLE -> "can be reached";
            case STILL_TRYING -> "has been reached yet: their pages are still being tried";
            case PAGES_WAIT -> "its pages have not left yet";
            case ACKNOWLEDGED -> "the incident was acknowledged";
            case SNOOZED -> "the incident was snoozed";
            case RESOLVED -> "the incident was resolved";
            case NEXT_CYCLE -> "the incident was triggered again";
        };
    }

    private static String policy(EscalationFact fact) {
        return fact.policyId() == null
                ? "there is no policy"
                : "version " + fact.policyVersion() + " of \"" + fact.policy() + "\"";
    }

    private static String by(EscalationFact fact) {
        return fact.by() == null ? "Somebody" : fact.by().name();
    }

    private static String names(List<Party> parties) {
        return parties.stream().map(Party::name).collect(Collectors.joining(", "));
    }

    private static Duration lateness(EscalationFact fact) {
        return fact.due() == null ? Duration.ZERO : Duration.between(fact.due(), fact.at());
    }

    private static String words(Duration late) {
        return late.toMinutes() == 0 ? late.toSeconds() + " s" : late.toMinutes() + " min";
    }
}
