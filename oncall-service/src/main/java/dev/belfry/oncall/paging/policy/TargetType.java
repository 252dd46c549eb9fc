package dev.belfry.oncall.paging.policy;

/** What a target names: a person, whoever a schedule or a team stands for at that moment, a place, or the steps of another policy. */
public enum TargetType {
    USER,
    SCHEDULE,
    TEAM,
    /** A channel of the notifier: a shared mailbox, a chat. */
    CHANNEL,
    /** A webhook of the notifier: a program. */
    WEBHOOK,
    /** Another policy, entered at its first step. */
    POLICY;

    /** Whether it is a place where things are posted and not somebody. */
    public boolean place() {
        return this == CHANNEL || this == WEBHOOK;
    }
}
