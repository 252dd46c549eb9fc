package dev.belfry.oncall.rota.schedule;

/** What an override does to who is on call. */
public enum OverrideKind {
    /** Somebody instead of one person, or instead of whoever it is. */
    REPLACE,
    /** Somebody beside those who are on call. */
    ADD,
    /** One person less; their place stays empty. */
    REMOVE,
    /** Nobody at all. */
    VACATE,
    /** Shows this person beside who is on call, without paging them. */
    SHADOW
}
