package dev.belfry.oncall.calendar;

import java.util.UUID;

/** A feed as somebody asks for it. */
public record FeedDraft(FeedKind kind, UUID subject) {}
