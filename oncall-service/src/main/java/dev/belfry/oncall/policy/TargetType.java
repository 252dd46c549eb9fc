package dev.belfry.oncall.policy;

/** What a target of a step names: a person, or whoever a schedule puts on call at that moment. */
public enum TargetType {
    USER,
    SCHEDULE
}
